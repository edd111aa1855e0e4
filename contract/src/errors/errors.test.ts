import { describe, expect, it } from "vitest";
import { fillMessage } from "./index.ts";

describe("a message template", () => {
  it.each([
    ["plain", {}, "plain"],
    ["{a} of {b}", { a: 1, b: true }, "1 of true"],
    ["lists {a}", { a: ["x", "y"] }, "lists x, y"],
    ["open[: {a}].", { a: "x" }, "open: x."],
    ["open[: {a}].", {}, "open."],
    ["open[: {a} and {b}].", { a: "x" }, "open."],
    ["no {a}", {}, "no a"],
    ["no {a}", { a: null }, "no a"],
  ])("%j with %j reads %j", (template, values, text) => {
    expect(fillMessage(template, values)).toBe(text);
  });

  it("never fills what a value holds", () => {
    expect(fillMessage("{a}[ {b}]", { a: "{b} [x]", b: "{a}" })).toBe("{b} [x] {a}");
  });
});
