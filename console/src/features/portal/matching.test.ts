import { expect, it } from "vitest";
import { lettersOf, matching } from "./matching.ts";

const applications = [
  { id: "1", name: "GitLab", description: "Code of 研发部", home_url: "https://git.example.com" },
  { id: "2", name: "禅道", description: "", home_url: "https://zentao.example.com" },
];

it.each([
  ["", ["GitLab", "禅道"]],
  ["git  CODE", ["GitLab"]],
  ["ＧＩＴ", ["GitLab"]],
  ["禅", ["禅道"]],
  ["git 禅", []],
])("finds by every word of %j", (text, names) => {
  expect(matching(applications, text).map(({ name }) => name)).toEqual(names);
});

it.each([
  ["GitLab", "GL"],
  ["grafana", "G"],
  ["禅道", "禅"],
  ["", "?"],
])("%j is marked by %s", (name, letters) => {
  expect(lettersOf(name)).toBe(letters);
});
