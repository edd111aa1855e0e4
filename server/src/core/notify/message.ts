import type { Instant, UserId } from "../kernel/ids.ts";
import type { Json } from "../kernel/json.ts";

/** Who has something to say: one of our own notices, or whoever called the API. */
export type MessageSender =
  | { readonly kind: "notice"; readonly notice: string }
  | { readonly kind: "api_token"; readonly id: string; readonly name: string }
  | { readonly kind: "operator"; readonly id: string; readonly name: string };

/** What a message says: a template, filled in the recipient's language when it is sent, or what a caller wrote. */
export type MessageContent =
  | { readonly kind: "template"; readonly template: string; readonly values: { readonly [name: string]: string } }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "post"; readonly post: Json }
  | { readonly kind: "card"; readonly card: Json };

/** A message to one person. */
export interface MessageToQueue {
  /** Names it for good, at most 200 characters: the same key is the same message, delivered once. */
  readonly key: string;
  readonly sender: MessageSender;
  readonly recipient: UserId;
  readonly content: MessageContent;
  readonly notificationId: string | null;
  /** Not sent after this; null: after three days. */
  readonly expiresAt: Instant | null;
}

/**
 * What becomes of a message: `queued → sending → sent`, or back to `queued` until it is `failed` (Feishu refused it for good),
 * `refused` (by a rule of ours), `expired`, or `unknown` (it may have arrived; sending it again could double it).
 */
export const MESSAGE_STATES = ["queued", "sending", "sent", "failed", "refused", "expired", "unknown"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** How long a message waits to be sent at most: what is older is no news. */
export const LIFE_MS = 3 * 24 * 3600_000;

export type Language = "en" | "zh";
