import type { Instant, OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";

/** What a card told us when somebody pressed it. Where it came from is verified, and it is handed on once per event id. */
export interface CardAction {
  readonly connectionId: string;
  readonly eventId: string;
  /** Who pressed, as Feishu tells it. Whether they may is for whoever answers to find out. */
  readonly operatorOpenId: string;
  readonly operatorUnionId: string | null;
  readonly messageId: string;
  /** Good for changing the card later (feishu contract 7.4). */
  readonly updateToken: string;
  readonly value: { readonly [key: string]: Json };
  readonly formValue: { readonly [key: string]: Json };
}

/** What the person sees at once: a line, another card, or nothing. */
export interface CardAnswer {
  readonly toast: {
    readonly type: "success" | "info" | "warning" | "error";
    readonly zh: string;
    readonly en: string;
  } | null;
  readonly card: Json | null;
}

/** Does what a card asks for; has two and a half seconds before the person is told to look later. */
export type AnswerCardAction = (action: CardAction) => Promise<CardAnswer>;

/** What an event is a reason to look at again; kept as it is in `received_event.target`. */
export type EventTarget =
  | { readonly kind: "user"; readonly openId: OpenId }
  | { readonly kind: "department"; readonly openDepartmentId: OpenDepartmentId }
  | { readonly kind: "range" };

/** What the consumer of the inbox tells about itself. */
export interface LiveState {
  /** Events that are still to be looked at. */
  readonly pending: number;
  readonly oldestPendingAt: Instant | null;
  /** From what happened in Feishu to the directory, of the last events; null before the first. */
  readonly lagMs: { readonly p50: number; readonly p99: number } | null;
  readonly gaps: { readonly lastSweepAt: Instant | null; readonly missed: number };
}

/** Asks the consumer of the inbox how far it is with a connection. */
export type ReadLiveState = (connectionId: string) => Promise<LiveState>;
