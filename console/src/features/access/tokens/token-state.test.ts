import { TOKEN_SCOPES } from "@larkbridge/contract";
import { expect, it } from "vitest";
import { expiryOf, SCOPES, stateOf } from "./token-state.ts";

const now = new Date("2026-05-01T00:00:00Z");
const before = "2026-04-30T00:00:00Z";
const after = "2026-05-02T00:00:00Z";

it.each([
  [null, null, "active"],
  [after, null, "active"],
  [before, null, "expired"],
  [before, before, "revoked"],
])("a token that expires at %s and was revoked at %s is %s", (expires_at, revoked_at, state) => {
  expect(stateOf({ expires_at, revoked_at }, now)).toBe(state);
});

it("reckons expiry from the moment of making", () => {
  expect(expiryOf("d30", now)).toBe("2026-05-31T00:00:00.000Z");
  expect(expiryOf("never", now)).toBeNull();
});

it("offers every scope of the contract", () => {
  expect([...SCOPES].sort()).toEqual([...TOKEN_SCOPES].sort());
});
