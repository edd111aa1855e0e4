import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { AccessToken } from "../access-token.ts";
import type { Gate } from "../client.ts";
import { isFailure } from "../failure.ts";
import { type FailureOnWire, fromWire, toWire } from "./failure-on-wire.ts";

/**
 * The gate of a connection, lent to a thread that calls in its name: the limits stay one per app, and the app's secret stays in
 * the thread that holds it.
 */

type ToGate =
  | { readonly kind: "enter"; readonly turn: number; readonly api: string; readonly receiver: string | undefined }
  | { readonly kind: "leave"; readonly turn: number }
  | { readonly kind: "pause"; readonly api: string; readonly milliseconds: number }
  | { readonly kind: "renew"; readonly generation: number };

/** What a client knows of the token without asking for it. */
export type TokenState = Pick<AccessToken, "generation" | "requests">;

/** The token as it is when a turn comes. */
interface TokenNow extends TokenState {
  readonly text: string;
}

type FromGate = { readonly turn: number } & ({ readonly token: TokenNow } | { readonly failure: FailureOnWire });

/** A gate that is lent. */
export interface LentGate {
  /** For the thread; to be transferred. */
  readonly port: MessagePort;
  /** When it was lent. */
  readonly tokenState: TokenState;
  /** Ends the lending: whatever the thread had in flight counts as answered now. */
  takeBack(): void;
}

/**
 * Lends a gate for as long as the signal has not fired.
 *
 * @param onFault told of what keeps a turn from coming and is no failure of Feishu's, the signal's reason included: the thread would
 *   wait for ever
 */
export function lendGate({ limiter, token }: Gate, signal: AbortSignal, onFault: (error: unknown) => void): LentGate {
  const { port1, port2 } = new MessageChannel();
  const inFlight = new Map<number, () => void>();
  let over = false;

  async function enter(turn: number, api: string, receiver: string | undefined): Promise<void> {
    const leave = await limiter.enter(api, signal, receiver);
    try {
      const text = await token.get();
      if (over) return leave();
      inFlight.set(turn, leave);
      port1.postMessage({ turn, token: { text, ...stateOf(token) } } satisfies FromGate);
    } catch (error) {
      leave();
      if (!isFailure(error)) throw error;
      port1.postMessage({ turn, failure: toWire(error) } satisfies FromGate);
    }
  }

  port1.on("message", (message: ToGate) => {
    if (message.kind === "enter") enter(message.turn, message.api, message.receiver).catch(onFault);
    else if (message.kind === "leave") {
      inFlight.get(message.turn)?.();
      inFlight.delete(message.turn);
    } else if (message.kind === "pause") limiter.pause(message.api, message.milliseconds);
    else token.renew(message.generation);
  });
  return {
    port: port2,
    tokenState: stateOf(token),
    takeBack() {
      over = true;
      port1.close();
      for (const leave of inFlight.values()) leave();
      inFlight.clear();
    },
  };
}

const stateOf = ({ generation, requests }: AccessToken): TokenState => ({ generation, requests });

/** The gate as the thread sees it. The token is told with each turn, so it is there as soon as a turn has come. */
export function borrowGate(port: MessagePort, tokenState: TokenState): Gate {
  const waiting = new Map<number, PromiseWithResolvers<() => void>>();
  let latest: TokenNow = { text: "", ...tokenState };
  let turns = 0;
  const tell = (message: ToGate) => port.postMessage(message);
  port.on("message", (message: FromGate) => {
    const { turn } = message;
    const asked = waiting.get(turn);
    waiting.delete(turn);
    if ("failure" in message) asked?.reject(fromWire(message.failure));
    else {
      latest = message.token;
      asked?.resolve(() => tell({ kind: "leave", turn }));
    }
  });
  return {
    limiter: {
      enter(api, _signal, receiver) {
        const turn = ++turns;
        const asked = Promise.withResolvers<() => void>();
        waiting.set(turn, asked);
        tell({ kind: "enter", turn, api, receiver });
        return asked.promise;
      },
      pause: (api, milliseconds) => tell({ kind: "pause", api, milliseconds }),
    },
    token: {
      get: async () => latest.text,
      get generation() {
        return latest.generation;
      },
      renew: (generation) => tell({ kind: "renew", generation }),
      get requests() {
        return latest.requests;
      },
    },
  };
}
