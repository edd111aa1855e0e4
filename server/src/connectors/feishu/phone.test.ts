import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { describe, expect, test } from "vitest";
import { toE164 } from "./phone.ts";

describe("telephone numbers", () => {
  test.each([
    ["13800000001", "+8613800000001"],
    ["+8613800000001", "+8613800000001"],
    ["(+86) 13800000001", "+8613800000001"],
    ["+86-13800000001", "+8613800000001"],
    [" 138 0000 0001 ", "+8613800000001"],
    ["0086 138 0000 0001", "+8613800000001"],
    ["+1 (415) 555-0100", "+14155550100"],
    ["(+852) 5123 4567", "+85251234567"],
    ["", null],
    ["  ", null],
    ["call me", "call me"],
    ["12", "12"],
  ])("%j is %j", (raw, expected) => {
    expect(toE164(raw)).toBe(expected);
  });

  test("the short road for mainland mobiles agrees with the general one", () => {
    const national = fc.tuple(
      fc.constantFrom("13", "14", "15", "16", "17", "18", "19"),
      fc.integer({ min: 0, max: 999_999_999 }),
    );
    const shapes = fc.constantFrom(
      (n: string) => n,
      (n: string) => `+86${n}`,
      (n: string) => `(+86) ${n}`,
    );
    fc.assert(
      fc.property(national, shapes, ([prefix, rest], shape) => {
        const raw = shape(`${prefix}${String(rest).padStart(9, "0")}`);
        expect(toE164(raw)).toBe(parsePhoneNumberFromString(raw, "CN")?.number);
      }),
      { numRuns: 300 },
    );
  });
});
