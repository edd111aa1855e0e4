import { expect, it } from "vitest";
import { valuesNeeded, withoutEmpty } from "./placeholders.ts";

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

it("leaves out what nobody filled in", () => {
  expect(withoutEmpty({ app: "Git", time: " " })).toEqual({ app: "Git" });
});
