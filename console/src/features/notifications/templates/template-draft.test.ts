import { expect, it } from "vitest";
import { draftOf, isTemplateName, problemOf, toTemplate } from "./template-draft.ts";

const button = { label: "Open", url: "https://x.example/" };
const texts = { en: { title: "T", body: "B", button }, zh: { title: "题", body: "文", button: null } };

it("comes back as it was stored", () => {
  expect(toTemplate(draftOf({ format: "card", texts }))).toEqual({ format: "card", texts });
});

const whole = { title: "T", body: "B", label: "", url: "" };

it.each([
  ["nothing", whole, "card", null],
  ["a title, in a card", { ...whole, title: " " }, "card", "title"],
  ["no title, in a text", { ...whole, title: " " }, "text", null],
  ["a body", { ...whole, body: "" }, "text", "body"],
  ["an address beside the label", { ...whole, label: "Open" }, "card", "button"],
  ["a label beside the address", { ...whole, url: "https://x.example/" }, "card", "button"],
] as const)("lacks %s", (_, draft, format, problem) => {
  expect(problemOf(draft, format)).toBe(problem);
});

it.each([
  ["vpn_ready", true],
  ["VPN", false],
  ["1st", false],
  ["", false],
])("takes %s for a name: %s", (name, fits) => {
  expect(isTemplateName(name)).toBe(fits);
});
