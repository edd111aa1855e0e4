import { expect, it } from "vitest";
import { outcomeOf } from "./batch-state.ts";

const none = { queued: 0, sending: 0, sent: 0, failed: 0, refused: 0, expired: 0, unknown: 0 };

it.each([
  ["sending", "sending", { ...none, queued: 3, failed: 1 }],
  ["finished", "arrived", { ...none, sent: 3 }],
  ["finished", "partly", { ...none, sent: 3, refused: 1 }],
  ["finished", "partly", { ...none, sent: 3, unknown: 1 }],
  ["finished", "nobody", { ...none, failed: 2 }],
] as const)("a notification that is %s came out as %s", (state, outcome, counts) => {
  expect(outcomeOf(state, counts)).toBe(outcome);
});
