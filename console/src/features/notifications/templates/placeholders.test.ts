import { expect, it } from "vitest";
import { valuesForPreview, valuesNeeded } from "./placeholders.ts";

const texts = (body: string) => ({ title: "", body, button: null });

it("names what both languages need, once, and without what every template has", () => {
  const zh = { title: "{{ time }}", body: "x", button: { label: "{{label}}", url: "{{link}}" } };
  expect(valuesNeeded({ en: texts("{{recipient_name}} {{time}} {{ app }}"), zh })).toEqual([
    "app",
    "label",
    "link",
    "time",
  ]);
});

it("takes braces that are no placeholder for text", () => {
  expect(valuesNeeded({ en: texts("{{Upper}} {single} {{9}}"), zh: texts("") })).toEqual([]);
});

const own = {
  built_in: false,
  texts: { en: { title: "{{app}}", body: "{{time}}", button: { label: "Open", url: "{{link}}" } }, zh: texts("x") },
};

it("shows the name of a value that nobody filled in, and an address where one is needed", () => {
  expect(valuesForPreview(own, { app: "Git", time: " " })).toEqual({
    app: "Git",
    time: "time",
    link: "https://example.com/",
  });
});

it("leaves what is missing of a built-in template to the server, which has samples", () => {
  expect(valuesForPreview({ ...own, built_in: true }, { app: "Git", time: "" })).toEqual({ app: "Git" });
});
