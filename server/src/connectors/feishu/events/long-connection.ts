import type { Detail } from "../../../core/kernel/failure.ts";
import type { Instant } from "../../../core/kernel/ids.ts";
import type { Json } from "../../../core/kernel/json.ts";
import type { Clock } from "../../../platform/clock/clock.ts";
import { openExchange } from "../exchange.ts";
import { isFailure } from "../failure.ts";
import type { FeishuCode } from "../failure-text.ts";
import { systemTiming, type Timing } from "../timing.ts";
import { askForAddress, type ConnectionApp } from "./endpoint.ts";
import { type FeishuEvent, readEnvelope } from "./envelope.ts";
import { DEFAULT_PACE, waitBefore } from "./reconnect.ts";
import { type FrameRefusal, openSocket } from "./socket.ts";

/** How a connection stands. */
export type LongConnectionState =
  | { readonly state: "connected"; readonly since: Instant }
  /** On its way; with a reason where the last attempt failed. */
  | { readonly state: "connecting"; readonly reason: LongConnectionTrouble | null }
  /** Feishu says no. It is asked again, seldom. */
  | { readonly state: "refused"; readonly reason: LongConnectionTrouble };

export interface LongConnectionTrouble {
  readonly code: FeishuCode;
  readonly detail: Detail;
}

export interface LongConnectionOptions extends ConnectionApp {
  readonly clock: Clock;
  readonly timing?: Timing;
  /** Takes an event for good; what it gives back answers a card. When it throws, Feishu pushes the event again. */
  readonly onEvent: (event: FeishuEvent) => Promise<Json | null>;
  /** What came cannot be read. It is acknowledged where a repeat would be the same. */
  readonly onRefused: (code: FrameRefusal) => void;
  readonly onState: (state: LongConnectionState) => void;
  /** Told of what nobody foresaw; the connection is tried again all the same. */
  readonly onError: (error: unknown) => void;
}

/** A connection that is kept open. */
export interface LongConnection {
  /** Ends it; settles once no event is being taken any more. */
  close(): Promise<void>;
}

/** Somebody has to change something first. */
const REFUSED_WAIT_MS = 60_000;
/** What ends sooner than this has not got better: the waits go on growing. */
const STEADY_MS = 30_000;

/** Opens a long connection and opens it again whenever it ends, until it is closed. Fails nowhere: it tells how it stands. */
export function openLongConnection(options: LongConnectionOptions): LongConnection {
  const { clock, timing = systemTiming, onEvent, onRefused, onState, onError } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const exchange = openExchange(1);
  const underWay = new Set<Promise<unknown>>();
  let pace = DEFAULT_PACE;
  let attempt = 0;

  function take(payload: Buffer): Promise<Json | null> {
    const envelope = readEnvelope(parse(payload));
    if (envelope?.kind !== "event") {
      onRefused("event_malformed");
      return Promise.resolve(null);
    }
    const taken = onEvent(envelope.event);
    underWay.add(taken);
    const leave = () => underWay.delete(taken);
    taken.then(leave, leave);
    return taken;
  }

  /** One connection from its address to its end. @throws FeishuFailure; the signal's reason when it fires */
  async function connectOnce(): Promise<void> {
    const address = await askForAddress(exchange, options, signal);
    pace = address.pace;
    const onPace = (told: typeof pace) => {
      pace = told;
    };
    const socket = await openSocket(address, { onPayload: take, onRefused, onPace }, timing, signal);
    const onAbort = () => socket.close();
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) socket.close();
    const begun = timing.now();
    onState({ state: "connected", since: clock.now() });
    await socket.ended;
    if (timing.now() - begun > STEADY_MS) attempt = 0;
    signal.removeEventListener("abort", onAbort);
  }

  async function keepConnected(): Promise<void> {
    onState({ state: "connecting", reason: null });
    while (!signal.aborted) {
      let wait: number | null = null;
      try {
        await connectOnce();
        if (signal.aborted) return;
        onState({ state: "connecting", reason: null });
      } catch (error) {
        if (signal.aborted) return;
        if (!isFailure(error)) {
          onError(error);
          onState({ state: "connecting", reason: null });
        } else if (error.kind === "unauthorised" || error.kind === "permanent") {
          onState({ state: "refused", reason: { code: error.code, detail: { ...error.detail } } });
          wait = REFUSED_WAIT_MS * (0.5 + timing.random());
        } else {
          onState({ state: "connecting", reason: { code: error.code, detail: { ...error.detail } } });
        }
      }
      attempt++;
      await timing.sleep(wait ?? waitBefore(attempt, pace, timing.random()), signal).catch(() => undefined);
    }
  }

  const kept = keepConnected();
  return {
    async close() {
      closing.abort();
      await kept;
      await Promise.allSettled(underWay);
      exchange.close();
    },
  };
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}
