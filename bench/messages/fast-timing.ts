import { systemTiming, type Timing } from "../../server/src/connectors/feishu/timing.ts";

/** The machine's time, running so many times faster: limits and rests shrink alike on both sides. */
export function fastTiming(speed: number): Timing {
  return {
    now: () => systemTiming.now() * speed,
    sleep: (milliseconds, signal) => systemTiming.sleep(milliseconds / speed, signal),
    random: systemTiming.random,
  };
}
