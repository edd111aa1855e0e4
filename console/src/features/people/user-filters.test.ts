import { expect, it } from "vitest";
import { isFiltered, toUserQuery, userFilters } from "./user-filters.ts";

it("takes what fits out of an address and leaves what does not", () => {
  const filters = userFilters.parse({ status: "disabled", linked: "maybe", department: "17", sort: "shoe size" });
  expect(toUserQuery(filters)).toEqual({ status: "disabled", department: "17" });
  expect(isFiltered(filters)).toBe(true);
});

it("asks for sub-departments only beside a department", () => {
  expect(toUserQuery({ subtree: true, search: "  " }).subtree).toBeUndefined();
  expect(toUserQuery({ subtree: true, department: 3 }).subtree).toBe("true");
});

it("does not take an order for a filter", () => {
  expect(isFiltered({ sort: "-name" })).toBe(false);
  expect(isFiltered({})).toBe(false);
});
