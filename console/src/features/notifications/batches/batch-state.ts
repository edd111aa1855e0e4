import type { NotificationView } from "@larkbridge/contract";
import type { Tone } from "../../../design/index.ts";

/** How a notification came out: `partly` when it is over and somebody did not get it, `nobody` when no one did. */
export type BatchOutcome = "sending" | "arrived" | "partly" | "nobody";

export function outcomeOf(state: NotificationView["state"], counts: NotificationView["counts"]): BatchOutcome {
  if (state === "sending") return "sending";
  const missed = counts.failed + counts.refused + counts.expired + counts.unknown;
  if (missed === 0) return "arrived";
  return counts.sent === 0 ? "nobody" : "partly";
}

export const TONE_OF_OUTCOME: Readonly<Record<BatchOutcome, Tone>> = {
  sending: "info",
  arrived: "success",
  partly: "warning",
  nobody: "danger",
};
