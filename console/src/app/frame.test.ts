import { expect, it } from "vitest";
import { crumbsOf } from "./breadcrumb.ts";
import { destinationsFor, fittingDestinations } from "./destinations.ts";
import type { Feature, FeatureRoute } from "./feature.ts";
import { currentEntry, navigationFor } from "./navigation.ts";
import { parseSearch, stringifySearch } from "./search-text.ts";

const page = (path: string, more: Partial<FeatureRoute> = {}): FeatureRoute => ({
  path,
  titleKey: `title${path}`,
  component: () => Promise.reject(new Error("no page is opened here")),
  ...more,
});
const people: Feature = { name: "people", routes: [page("/users"), page("/users/$id")] };
const audit: Feature = { name: "audit", routes: [page("/audit", { roles: ["owner", "auditor"] })] };

it("makes the breadcrumb of the pages whose address begins this one's", () => {
  expect(crumbsOf("/users/$id", "/users/42", [audit, people])).toEqual([
    { namespace: "people", titleKey: "title/users", path: "/users" },
    { namespace: "people", titleKey: "title/users/$id", path: null },
  ]);
});

it("shows a role only what exists and what it may open, and no empty group", () => {
  const names = (role: "auditor" | "member") =>
    navigationFor(role, [...people.routes, ...audit.routes]).map((group) => group.items.map((item) => item.name));
  expect(names("auditor")).toEqual([["users"], ["audit"]]);
  expect(names("member")).toEqual([["users"]]);
});

it("marks the entry that a page belongs to", () => {
  expect(currentEntry("/users/42")).toBe("/users");
  expect(currentEntry("/usersettings")).toBeNull();
});

it("keeps filters in the address as plain texts and leaves empty ones out", () => {
  const text = stringifySearch({ status: "active", search: "沈 砚", cursor: undefined, page: 2, empty: "" });
  expect(text).toBe("?status=active&search=%E6%B2%88+%E7%A0%9A&page=2");
  expect(parseSearch(text)).toEqual({ status: "active", search: "沈 砚", page: "2" });
});

it("offers to go to every page a role may open that needs no id, found by its title or address", () => {
  expect(destinationsFor("auditor", [people, audit]).map(({ path }) => path)).toEqual(["/users", "/audit"]);
  expect(destinationsFor("member", [people, audit]).map(({ path }) => path)).toEqual(["/users"]);
  const titled = [
    { path: "/users", title: "用户" },
    { path: "/audit", title: "审计日志" },
  ];
  expect(fittingDestinations(titled, "AUDIT")).toEqual([titled[1]]);
  expect(fittingDestinations(titled, "用户 审计")).toEqual([]);
});
