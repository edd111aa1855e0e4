import { expect, it } from "vitest";
import { readPreview } from "./read-preview.ts";

it("shows a text line by line", () => {
  expect(readPreview("text", { text: "one\ntwo" })).toEqual({ title: "", lines: ["one", "two"], button: null });
});

it("shows a post with its link as the button", () => {
  const post = {
    title: "Hello",
    content: [
      [
        { tag: "text", text: "a" },
        { tag: "text", text: "b" },
      ],
      [{ tag: "a", text: "Open", href: "https://x.example/" }],
    ],
  };
  expect(readPreview("post", { zh_cn: post })).toEqual({
    title: "Hello",
    lines: ["ab"],
    button: { label: "Open", url: "https://x.example/" },
  });
  expect(readPreview("post", { en_us: { title: "", content: [[{ tag: "text", text: "a" }]] } }).lines).toEqual(["a"]);
});

it("shows a card's values as the characters they stand for", () => {
  const card = {
    header: { title: { tag: "plain_text", content: "Hello" } },
    body: {
      elements: [
        { tag: "markdown", content: "&#60;at&#62; 沈&#45;砚\nbye" },
        {
          tag: "button",
          text: { tag: "plain_text", content: "Open" },
          behaviors: [{ type: "open_url", default_url: "https://x.example/" }],
        },
      ],
    },
  };
  expect(readPreview("interactive", card)).toEqual({
    title: "Hello",
    lines: ["<at> 沈-砚", "bye"],
    button: { label: "Open", url: "https://x.example/" },
  });
});

it("shows nothing of what it does not know, and fails at nothing", () => {
  expect(readPreview("interactive", {})).toEqual({ title: "", lines: [""], button: null });
  expect(readPreview("post", {})).toEqual({ title: "", lines: [], button: null });
});
