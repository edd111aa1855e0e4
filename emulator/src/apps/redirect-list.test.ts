import { expect, test } from "vitest";
import { RedirectList } from "./redirect-list.ts";

function listOf(...urls: string[]): RedirectList {
  const list = new RedirectList();
  list.replace(urls);
  return list;
}

test("an empty list allows nothing", () => {
  expect(listOf().allows("http://localhost:8080/cb")).toBe(false);
});

test.each([
  ["http://a.example/cb", "http://a.example/cb", true],
  ["http://a.example/cb", "http://a.example/cb?x=1#y", true],
  ["http://a.example/cb?x=1", "http://a.example/cb?z=2", true],
  ["http://host/#/index", "http://host/", true],
  ["http://a.example/cb", "http://a.example/cb/", false],
  ["http://a.example/cb", "http://a.example/CB", false],
  ["http://a.example/cb", "https://a.example/cb", false],
  ["http://a.example/cb", "http://a.example:80/cb", false],
  ["http://a.example/cb", "http://a.example/cb.evil", false],
  ["http://a.example/cb", "http://a.example/cb\r\n", false],
])("the entry %s against %s: %s", (entry, url, allowed) => {
  expect(listOf("http://other.example/", entry).allows(url)).toBe(allowed);
});
