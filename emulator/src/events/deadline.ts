import type { Timeline } from "../timeline.ts";

/** Runs something that must end by a moment of the emulator's clock; its signal aborts then. */
export async function withDeadline<Value>(
  timeline: Timeline,
  due: number,
  run: (deadline: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const callOff = timeline.at(due, () => controller.abort());
  try {
    return await run(controller.signal);
  } finally {
    callOff();
  }
}
