import type { OpenId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Attempt } from "../../core/notify/attempt.ts";
import type { Address, PersonState } from "../../core/notify/decide-recipient.ts";
import type { Payload } from "../../core/notify/payload.ts";

/** A message on its way out. */
export interface OutgoingMessage {
  readonly to: Exclude<Address, { readonly kind: "none" }>;
  readonly payload: Payload;
  /** Delivered once within an hour under this. */
  readonly uuid: string;
}

/** The app's bot. Trouble is an outcome; only the signal's reason is thrown. */
export interface Bot {
  sendMessage(message: OutgoingMessage, signal: AbortSignal): Promise<Attempt>;
  updateCard(feishuMessageId: string, card: Json, signal: AbortSignal): Promise<Attempt>;
  /** Whoever the app may not see is `unknown`. Trouble on the way is thrown. */
  readPersonStates(people: readonly OpenId[], signal: AbortSignal): Promise<ReadonlyMap<OpenId, PersonState>>;
}

/** Whom the messages go out through at present. */
export interface MessageConnection {
  readonly id: string;
  readonly enabled: boolean;
  readonly method: "account_binding" | "email";
  readonly userSync: boolean;
  readonly singleSignOn: boolean;
}

/** The integration, as far as messages need it. */
export interface MessageChannel {
  /** Undefined where there is none, or it was removed (S16). */
  findConnection(): Promise<MessageConnection | undefined>;
  openBot(connectionId: string): Promise<Bot>;
  /** Trouble of Feishu's as the end of an attempt; undefined for bugs and the signal's reason. */
  troubleOf(error: unknown): Attempt | undefined;
}
