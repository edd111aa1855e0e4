import { expect, test } from "vitest";
import { BoundedMap } from "./bounded-map.ts";

test("a full map forgets what it has kept longest, and nothing else", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  map.set("b", 3);
  expect([...map.values()]).toEqual([1, 3]);
  map.set("c", 4);
  expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([undefined, 3, 4]);
});
