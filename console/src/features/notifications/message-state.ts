import type { Tone } from "../../design/index.ts";

/** What may become of a message, in the order of its life; the contract's own list, without its schemas. */
export const MESSAGE_STATES = ["queued", "sending", "sent", "failed", "refused", "expired", "unknown"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export const TONE_OF: Readonly<Record<MessageState, Tone>> = {
  queued: "info",
  sending: "info",
  sent: "success",
  failed: "danger",
  refused: "warning",
  expired: "neutral",
  unknown: "warning",
};

/** Whether it is over without having surely arrived: then it can be sent again. */
export function canSendAgain(state: MessageState): boolean {
  return state === "failed" || state === "refused" || state === "expired" || state === "unknown";
}
