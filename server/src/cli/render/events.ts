import type { FeishuEventsView } from "@larkbridge/contract";
import type { Colour, Output } from "../output.ts";
import { plain, plural } from "../text.ts";

const ROADS = { long_connection: "by long connection", webhook: "by webhook", off: "off" } as const;
const SIGNS: Readonly<Record<FeishuEventsView["state"], readonly [Colour, string]>> = {
  connected: ["green", "ok     "],
  listening: ["green", "ok     "],
  connecting: ["yellow", "warning"],
  refused: ["red", "failed "],
  off: ["gray", "off    "],
};
const REFUSALS_SHOWN = 3;

/** How events of Feishu arrive, as `doctor` tells it below its checks. */
export function renderEvents(events: FeishuEventsView, output: Output): string {
  const { mode, state, reason, owner, connected_since: since, last_event_at: last, webhook, refused } = events;
  const standing = {
    connected: `connected since ${since} (${owner})`,
    listening: `at ${webhook.url}`,
    connecting: "not connected yet",
    refused: "refused by Feishu",
    off: "changes arrive with the next sync only",
  }[state];
  const indent = " ".repeat(23);
  return [
    `${output.paint(...SIGNS[state])} ${"events".padEnd(14)} ${ROADS[mode]}: ${plain(standing)}`,
    ...(reason === null ? [] : [`${indent}${plain(reason.message)}`, `${indent}${plain(reason.cure)}`]),
    ...(last === null ? [] : [`${indent}The last one came at ${last}.`]),
    ...refused
      .slice(0, REFUSALS_SHOWN)
      .flatMap(({ message, cure, count }) => [
        `${indent}${plural(count, "time", "times")} in the last day: ${plain(message)}`,
        `${indent}${plain(cure)}`,
      ]),
  ].join("\n");
}
