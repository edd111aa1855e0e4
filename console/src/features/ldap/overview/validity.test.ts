import { expect, it } from "vitest";
import { validityAt } from "./validity.ts";

const dates = { not_before: "2026-01-01T00:00:00Z", not_after: "2026-12-31T00:00:00Z" };

it.each([
  ["2025-12-31T23:00:00Z", "not_yet", 364],
  ["2026-06-01T00:00:00Z", "valid", 213],
  ["2026-12-02T00:00:01Z", "soon", 28],
  ["2026-12-30T12:00:00Z", "soon", 0],
  ["2026-12-31T00:00:00Z", "expired", 0],
  ["2027-01-10T00:00:00Z", "expired", 10],
])("at %s a certificate is %s with %d days", (now, state, days) => {
  expect(validityAt(dates, new Date(now))).toMatchObject({ state, days });
});
