import { expect, test } from "vitest";
import { subschema } from "./subschema.ts";

const listed = (name: string) => subschema[name] ?? [];
const oidOf = (description: string) => /^\( (\S+)/.exec(description)?.[1];
const wordAfter = (word: string, description: string) => new RegExp(` ${word} (\\S+)`).exec(description)?.[1];
const attribute = (name: string) => listed("attributeTypes").find((text) => text.includes(`'${name}'`)) ?? "";

test("every syntax and every matching rule that an attribute names is described", () => {
  const syntaxes = new Set(listed("ldapSyntaxes").map(oidOf));
  const rules = new Set(listed("matchingRules").map((text) => /NAME '(\w+)'/.exec(text)?.[1]));
  for (const text of [...listed("attributeTypes"), ...listed("matchingRules")])
    expect(syntaxes).toContain(wordAfter("SYNTAX", text));
  for (const text of listed("attributeTypes"))
    for (const word of ["EQUALITY", "ORDERING", "SUBSTR"]) {
      const rule = wordAfter(word, text);
      if (rule !== undefined) expect(rules).toContain(rule);
    }
});

test.each([
  ["userPassword", "40", "octetStringMatch"],
  ["sshPublicKey", "40", "octetStringMatch"],
  ["jpegPhoto", "28", undefined],
  ["mail", "26", "caseIgnoreIA5Match"],
  ["displayName", "15", "caseIgnoreMatch"],
  ["objectClasses", "37", undefined],
  ["matchingRules", "30", undefined],
  ["ldapSyntaxes", "54", undefined],
  ["attributeTypes", "3", undefined],
])("%s has the syntax and the equality its standard gives it", (name, syntax, equality) => {
  expect(wordAfter("SYNTAX", attribute(name))).toBe(`1.3.6.1.4.1.1466.115.121.1.${syntax}`);
  expect(wordAfter("EQUALITY", attribute(name))).toBe(equality);
});
