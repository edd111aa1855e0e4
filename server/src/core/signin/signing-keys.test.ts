import { describe, expect, it } from "vitest";
import { isIdle, planSigningKeys, type SigningKeyRecord } from "./signing-keys.ts";

const DAY = 24 * 60 * 60 * 1000;
const signing: SigningKeyRecord = { id: "a", state: "signing", signsSince: 0, retiredAt: null };
const next: SigningKeyRecord = { id: "b", state: "next", signsSince: null, retiredAt: null };
const retired: SigningKeyRecord = { id: "c", state: "retired", signsSince: 0, retiredAt: 0 };

describe("signing keys", () => {
  it.each([
    [
      "are made at the first start",
      [],
      0,
      false,
      { retire: null, promote: null, make: ["signing", "next"], forget: [] },
    ],
    ["rest while young", [signing, next], 90 * DAY - 1, false, { retire: null, promote: null, make: [], forget: [] }],
    ["turn after 90 days", [signing, next], 90 * DAY, false, { retire: "a", promote: "b", make: ["next"], forget: [] }],
    [
      "turn when an operator says so",
      [signing, next],
      1,
      true,
      { retire: "a", promote: "b", make: ["next"], forget: [] },
    ],
    [
      "turn without a next one",
      [signing],
      1,
      true,
      { retire: "a", promote: null, make: ["signing", "next"], forget: [] },
    ],
    ["get a next one", [signing], 1, false, { retire: null, promote: null, make: ["next"], forget: [] }],
    ["sign with the next when none does", [next], 1, false, { retire: null, promote: "b", make: ["next"], forget: [] }],
    [
      "prove for 8 days",
      [signing, next, retired],
      8 * DAY,
      false,
      { retire: null, promote: null, make: [], forget: [] },
    ],
    ["go then", [signing, next, retired], 8 * DAY + 1, false, { retire: null, promote: null, make: [], forget: ["c"] }],
  ] as const)("%s", (_, keys, now, rotate, plan) => {
    expect(planSigningKeys(keys, now, rotate)).toEqual(plan);
  });

  it("need nothing when one signs and one waits", () => {
    expect(isIdle(planSigningKeys([signing, next], 1, false))).toBe(true);
    expect(isIdle(planSigningKeys([signing], 1, false))).toBe(false);
  });
});
