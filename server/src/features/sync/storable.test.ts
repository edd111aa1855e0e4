import fc from "fast-check";
import { expect, test } from "vitest";
import { storable } from "./storable.ts";

test("text the database cannot hold is repaired, deep inside as well", () => {
  expect(storable({ a: ["x\0y", { "k\0": "\ud800" }], b: 1, c: null })).toEqual({
    a: ["x�y", { "k�": "�" }],
    b: 1,
    c: null,
  });
});

test("whatever JSON comes in, what goes out can be stored and is left alone from then on", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary", maxDepth: 3 }), (value) => {
      const stored = storable(value);
      expect(JSON.stringify(stored)).not.toMatch(/\\u(?:0000|d[89a-f])/);
      expect(storable(stored)).toBe(stored);
    }),
  );
});
