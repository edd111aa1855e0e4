import type { FeishuEventsView } from "@larkbridge/contract";
import type { Tone } from "../../../design/index.ts";

export const EVENT_MODES = ["long_connection", "webhook", "off"] as const;
export type EventMode = (typeof EVENT_MODES)[number];

export const TONE_OF_STATE: Readonly<Record<FeishuEventsView["state"], Tone>> = {
  connected: "success",
  listening: "success",
  connecting: "info",
  refused: "danger",
  off: "neutral",
};

/** Events of the last day, all types together. */
export function receivedOf({ received }: Pick<FeishuEventsView, "received">): number {
  return received.reduce((sum, { count }) => sum + count, 0);
}

export interface EventDraft {
  readonly mode: EventMode;
  readonly encryptKey: string;
  readonly verificationToken: string;
}

/** Which of the two keys are still missing; empty ones stay as they are where both are stored. */
export function missingKeys(draft: EventDraft, hasKeys: boolean): readonly ("encryptKey" | "verificationToken")[] {
  if (draft.mode !== "webhook" || hasKeys) return [];
  return (["encryptKey", "verificationToken"] as const).filter((key) => draft[key].trim() === "");
}

/** As the server takes it. */
export function toEventsChange({ mode, encryptKey, verificationToken }: EventDraft) {
  if (mode !== "webhook") return { mode };
  return {
    mode,
    ...(encryptKey.trim() === "" ? {} : { encrypt_key: encryptKey.trim() }),
    ...(verificationToken.trim() === "" ? {} : { verification_token: verificationToken.trim() }),
  };
}
