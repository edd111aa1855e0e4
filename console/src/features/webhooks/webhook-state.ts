import type { WebhookView } from "@larkbridge/contract";
import type { Tone } from "../../design/index.ts";

/** How a webhook stands. `given_up`: it was switched off by itself. */
export type WebhookState = "on" | "failing" | "off" | "given_up";

export function stateOf(webhook: Pick<WebhookView, "enabled" | "disabled_reason" | "failing_since">): WebhookState {
  if (!webhook.enabled) return webhook.disabled_reason === null ? "off" : "given_up";
  return webhook.failing_since === null ? "on" : "failing";
}

export const TONE_OF: Readonly<Record<WebhookState, Tone>> = {
  on: "success",
  failing: "warning",
  off: "neutral",
  given_up: "danger",
};

/** The key of an event's words: "user.created" is told under `event.user_created`. */
export const eventKey = (event: string): string => event.replaceAll(".", "_");

/** Events by what they are about, in the order given. */
export function byObject(events: readonly string[]): readonly { readonly object: string; readonly events: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const event of events) {
    const object = event.slice(0, event.indexOf("."));
    groups.set(object, [...(groups.get(object) ?? []), event]);
  }
  return [...groups].map(([object, its]) => ({ object, events: its }));
}
