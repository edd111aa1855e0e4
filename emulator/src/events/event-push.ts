import type { App } from "../apps/app.ts";
import type { Forgery } from "./forgery.ts";
import type { PushFailure } from "./outcome.ts";

export type EventState =
  /** Due now or later. */
  | "waiting"
  | "in_flight"
  | "acknowledged"
  /** The last retry failed too. */
  | "given_up"
  /** By a disturbance, or because too many were waiting. */
  | "dropped";

export interface Attempt {
  readonly at: number;
  /** "acknowledged", or why not. */
  readonly result: "acknowledged" | PushFailure;
  readonly status?: number | undefined;
}

/** One event on its way to one app. */
export interface EventPush {
  readonly eventId: string;
  readonly type: string;
  readonly app: App;
  readonly createdAt: number;
  /** Wire text of the envelope, the same at every attempt. */
  readonly body: string;
  readonly forgery: Forgery | undefined;
  readonly attempts: Attempt[];
  /** Failed attempts so far: they place the next one on the schedule. */
  failures: number;
  /** To be pushed so many times more after an acknowledgement. */
  duplicates: number;
  state: EventState;
  /** When the next attempt is due. */
  due: number | null;
}

/** Waits before the first, second … retry, each counted from the failure before it (feishu-contract 8.1). */
export const RETRY_MS: readonly number[] = [15_000, 5 * 60_000, 60 * 60_000, 6 * 60 * 60_000];

/** What the control API shows. */
export function showEvent(push: EventPush) {
  return {
    event_id: push.eventId,
    type: push.type,
    app_id: push.app.appId,
    created_at: new Date(push.createdAt).toISOString(),
    state: push.state,
    due_at: push.due === null ? null : new Date(push.due).toISOString(),
    attempts: push.attempts.map(({ at, result, status }) => ({
      at: new Date(at).toISOString(),
      result,
      status: status ?? null,
    })),
    envelope: JSON.parse(Buffer.from(push.body, "latin1").toString("utf8")) as unknown,
  };
}
