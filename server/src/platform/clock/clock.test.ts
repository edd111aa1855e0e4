import { describe, expect, test } from "vitest";
import { fixedClock, millisecondsBetween, parseInstant, plus, systemClock } from "./clock.ts";

describe("clock", () => {
  test("a fixed clock stands still until it is moved", () => {
    const clock = fixedClock("2026-03-01T08:00:00+08:00");
    expect(clock.now()).toBe("2026-03-01T00:00:00.000Z");
    expect(clock.now()).toBe("2026-03-01T00:00:00.000Z");
    clock.advance(1500);
    expect(clock.now()).toBe("2026-03-01T00:00:01.500Z");
    clock.set(parseInstant("2025-01-01T00:00:00Z"));
    expect(clock.now()).toBe("2025-01-01T00:00:00.000Z");
  });

  test("the machine's clock tells times in the form that sorts as text", () => {
    expect(systemClock.now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test.each(["2026-03-01", "now", "2026-03-01T00:00:00", "2026-13-01T00:00:00Z", ""])("%o is refused", (text) => {
    expect(() => parseInstant(text)).toThrow(RangeError);
  });

  test("the distance between two instants is what was added", () => {
    const start = parseInstant("2026-02-28T23:59:59.999Z");
    expect(plus(start, 1)).toBe("2026-03-01T00:00:00.000Z");
    expect(millisecondsBetween(start, plus(start, -86_400_000))).toBe(-86_400_000);
  });
});
