import { describe, expect, test } from "vitest";
import { findMistakes } from "./check.ts";
import { findTroubles, type RelationFacts } from "./check-directory.ts";
import { findProfile, PROFILES, profiles } from "./profiles.ts";
import { printSources, type Relation } from "./relation.ts";

const required: readonly Relation[] = [
  { attribute: "cn", first_of: [{ field: "username" }] },
  { attribute: "sn", first_of: [{ field: "name" }] },
];
const codesOf = (...relations: readonly Relation[]) =>
  findMistakes([...required, ...relations]).map(({ code, severity }) => `${severity} ${code}`);

describe("relations in themselves", () => {
  test.each(PROFILES)("the profile %s has no mistakes and is recognised in any order", (profile) => {
    expect(findMistakes(profiles[profile])).toEqual([]);
    expect(findProfile([...profiles[profile]].reverse())).toBe(profile);
  });

  test.each<[why: string, relation: Relation, expected: string[]]>([
    [
      "a misspelt attribute",
      { attribute: "maill", first_of: [{ field: "email" }] },
      ["invalid relation_attribute_unknown"],
    ],
    [
      "an attribute of groups",
      { attribute: "member", first_of: [{ field: "name" }] },
      ["invalid relation_attribute_unknown"],
    ],
    [
      "an attribute with an option",
      { attribute: "cn;lang-zh", first_of: [{ field: "name" }] },
      ["invalid relation_attribute_unknown"],
    ],
    [
      "a word every object answers to",
      { attribute: "constructor", first_of: [{ field: "name" }] },
      ["invalid relation_attribute_unknown"],
    ],
    ...[
      "uid",
      "userid",
      "entryUUID",
      "memberOf",
      "objectClass",
      "uidNumber",
      "gidNumber",
      "homeDirectory",
      "loginShell",
      "manager",
      "userPassword",
      "jpegPhoto",
      "sAMAccountName",
      "modifyTimestamp",
      "1.3.6.1.1.16.4",
    ].map((attribute): [string, Relation, string[]] => [
      `${attribute}, which is not free`,
      { attribute, first_of: [{ field: "name" }] },
      ["invalid relation_attribute_fixed"],
    ]),
    [
      "an attribute a second time, by its other name",
      { attribute: "Surname", first_of: [{ field: "name" }] },
      ["invalid relation_attribute_repeated"],
    ],
    ["a misspelt field", { attribute: "title", first_of: [{ field: "jobtitle" }] }, ["invalid relation_field_unknown"]],
    [
      "departments in an attribute of one value",
      { attribute: "employeeNumber", first_of: [{ field: "department_names" }] },
      ["invalid relation_several_values"],
    ],
    [
      "the local part of what is no address",
      { attribute: "title", first_of: [{ field: "name", as: ["local_part"] }] },
      ["invalid relation_change_unfit"],
    ],
    [
      "pinyin of a number",
      { attribute: "title", first_of: [{ field: "mobile", as: ["pinyin"] }] },
      ["invalid relation_change_unfit"],
    ],
    [
      "pinyin after another change",
      { attribute: "title", first_of: [{ field: "name", as: ["upper", "pinyin"] }] },
      ["invalid relation_change_unfit"],
    ],
    [
      "a change of departments",
      { attribute: "ou", first_of: [{ field: "department_names", as: ["upper"] }] },
      ["invalid relation_change_unfit"],
    ],
    [
      "a constant in letters mail cannot hold",
      { attribute: "mail", first_of: [{ constant: "张三@例子" }] },
      ["invalid relation_constant_unfit"],
    ],
    [
      "a constant that is no telephone number",
      { attribute: "homePhone", first_of: [{ constant: "无" }] },
      ["invalid relation_constant_unfit"],
    ],
    [
      "a source behind one that everybody has",
      { attribute: "title", first_of: [{ field: "name" }, { field: "job_title" }] },
      ["warning relation_source_unreached"],
    ],
    ["changes in their order", { attribute: "title", first_of: [{ field: "name", as: ["pinyin", "upper"] }] }, []],
    [
      "a custom attribute",
      { attribute: "employeeType", first_of: [{ custom: "C-1", as: ["lower"] }, { constant: "员工" }] },
      [],
    ],
    [
      "an address as a telephone number, which nobody may have but somebody could",
      { attribute: "homePhone", first_of: [{ field: "mobile" }] },
      [],
    ],
  ])("%s is judged", (_, relation, expected) => {
    expect(codesOf(relation)).toEqual(expected);
  });

  test.each<[why: string, relations: readonly Relation[], expected: string[]]>([
    ["without cn and sn", [], ["relation_missing", "relation_missing"]],
    ["without sn", required.slice(0, 1), ["relation_missing"]],
    [
      "with an sn that somebody may lack",
      [required[0] as Relation, { attribute: "sn", first_of: [{ field: "nickname" }] }],
      ["relation_may_be_empty"],
    ],
    [
      "with an sn in pinyin, which an emoji has none of",
      [required[0] as Relation, { attribute: "sn", first_of: [{ field: "name", as: ["pinyin"] }] }],
      ["relation_may_be_empty"],
    ],
    [
      "with an sn that ends in what everybody has",
      [required[0] as Relation, { attribute: "sn", first_of: [{ field: "nickname" }, { field: "family_name" }] }],
      [],
    ],
  ])("entries %s are refused or not", (_, relations, expected) => {
    expect(findMistakes(relations).map(({ code }) => code)).toEqual(expected);
  });

  test("sources are printed as people read them", () => {
    expect(
      printSources([{ field: "name", as: ["pinyin", "upper"] }, { custom: "C-1" }, { constant: 'say "hi"' }]),
    ).toBe('upper(pinyin(name)), else custom(C-1), else "say \\"hi\\""');
  });
});

describe("relations against the directory", () => {
  const facts = (changes: Partial<RelationFacts>): RelationFacts => ({
    anybody: true,
    filledFields: new Set(),
    filledCustom: new Set(),
    unreadable: new Map(),
    ...changes,
  });
  const tell = (relation: Relation, changes: Partial<RelationFacts>) =>
    findTroubles([relation], facts(changes)).map(({ code, severity }) => `${severity} ${code}`);
  const custom: Relation = { attribute: "employeeType", first_of: [{ custom: "C-1" }, { constant: "staff" }] };
  const city: Relation = { attribute: "l", first_of: [{ field: "city" }] };
  const mobile: Relation = { attribute: "mobile", first_of: [{ field: "mobile" }] };

  test.each<[why: string, relation: Relation, changes: Partial<RelationFacts>, expected: string[]]>([
    ["a custom attribute nobody has", custom, {}, ["broken relation_custom_unknown"]],
    ["a custom attribute somebody has", custom, { filledCustom: new Set(["C-1"]) }, []],
    ["an empty directory", custom, { anybody: false }, []],
    [
      "a chosen field that may not be read",
      city,
      { unreadable: new Map([["city", "p"]]) },
      ["broken relation_field_unreadable"],
    ],
    [
      "one that may no longer be read",
      city,
      { unreadable: new Map([["city", "p"]]), filledFields: new Set(["city"]) },
      ["warning relation_field_unreadable"],
    ],
    [
      "one of a profile that may not be read",
      mobile,
      { unreadable: new Map([["mobile", null]]) },
      ["warning relation_field_unreadable"],
    ],
    ["a chosen field nobody fills in", city, {}, ["warning relation_field_empty"]],
    ["one of a profile nobody fills in", mobile, {}, []],
  ])("%s is judged", (_, relation, changes, expected) => {
    expect(tell(relation, changes)).toEqual(expected);
  });
});
