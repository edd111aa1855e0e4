import { expect, it } from "vitest";
import { byObject, stateOf } from "./webhook-state.ts";

const reason = { code: "webhook_given_up", message: "", cure: "" };

it.each([
  ["on", { enabled: true, disabled_reason: null, failing_since: null }],
  ["failing", { enabled: true, disabled_reason: null, failing_since: "2026-01-01T00:00:00Z" }],
  ["off", { enabled: false, disabled_reason: null, failing_since: "2026-01-01T00:00:00Z" }],
  ["given_up", { enabled: false, disabled_reason: reason, failing_since: "2026-01-01T00:00:00Z" }],
] as const)("is %s", (state, webhook) => {
  expect(stateOf(webhook)).toBe(state);
});

it("keeps events of one object together, in their order", () => {
  expect(byObject(["user.created", "department.created", "user.deleted"])).toEqual([
    { object: "user", events: ["user.created", "user.deleted"] },
    { object: "department", events: ["department.created"] },
  ]);
});
