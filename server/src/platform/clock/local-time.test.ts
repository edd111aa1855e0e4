import { expect, it } from "vitest";
import { parseInstant } from "./clock.ts";
import { localTime } from "./local-time.ts";

it("a time is told in a zone, with the zone's name, summer time included", () => {
  expect(localTime(parseInstant("2026-05-01T08:00:00Z"), "Asia/Shanghai")).toBe("2026-05-01 16:00 (Asia/Shanghai)");
  expect(localTime(parseInstant("2026-07-01T22:30:00Z"), "Europe/Berlin")).toBe("2026-07-02 00:30 (Europe/Berlin)");
});
