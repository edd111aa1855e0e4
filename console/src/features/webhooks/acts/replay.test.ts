import { expect, it } from "vitest";
import { replayOf } from "./replay.ts";

const now = new Date("2026-05-31T12:00:00Z");

it.each([
  ["failed", "all", { failed: true }],
  ["failed", "day", { failed: true, since: "2026-05-30T12:00:00.000Z" }],
  ["every", "hour", { since: "2026-05-31T11:00:00.000Z" }],
  ["every", "all", { since: "2026-05-01T12:00:00.000Z" }],
] as const)("asks for %s of %s", (which, period, body) => {
  expect(replayOf(which, period, now)).toEqual(body);
});
