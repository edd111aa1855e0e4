import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { loadRomanizer } from "../../../platform/romanize/romanize.ts";
import type { DepartmentId, Instant, UserId } from "../../kernel/ids.ts";
import { attributeTypes, findAttributeType } from "../attribute-types.ts";
import { findCandidates } from "../candidates.ts";
import { makeProjector } from "../entry.ts";
import type { Filter } from "../filter.ts";
import { LiveTree } from "../live-tree.ts";
import { compileFilter } from "../match.ts";
import type { DepartmentRecord, PersonRecord } from "../records.ts";
import { makeViewer } from "../viewer.ts";
import { canHold, compulsoryAttributes, freeAttributes } from "./attributes.ts";
import { findMistakes } from "./check.ts";
import { compileRelations, defaultRelations } from "./compile.ts";
import { evaluateRelation, type PersonFields, type Romanize } from "./evaluate.ts";
import { fields } from "./fields.ts";
import type { Change, Relation, Source } from "./relation.ts";
import { workOut } from "./worked-out.ts";

let romanize: Romanize;
beforeAll(async () => {
  romanize = await loadRomanizer();
});

const AT = "2026-01-01T00:00:00.000Z" as Instant;
const word = fc.constantFrom("张三", "李, 伟", "Ann Lee", "🐼", "欧阳修", "x", "X", "a+b", " ", "O'Brien", "everyone");
const address = fc.constantFrom("ann@example.com", "ANN@example.com", "张三@例子.cn", "x", "@", "");
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

interface Drawn {
  readonly name: string;
  readonly nickname: string | null;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly employeeNo: string | null;
  readonly jobTitle: string | null;
  readonly city: string | null;
  readonly custom: string | null;
  readonly active: boolean;
  readonly departments: readonly number[];
}
const drawn: fc.Arbitrary<Drawn> = fc.record({
  name: word.filter((name) => name.trim() !== ""),
  nickname: maybe(word),
  email: maybe(address),
  mobile: maybe(fc.constantFrom("+8613800000001", "无", "1 2-3")),
  employeeNo: maybe(word),
  jobTitle: maybe(word),
  city: maybe(word),
  custom: maybe(word),
  active: fc.boolean(),
  departments: fc.subarray([0, 1, 2]),
});

const departments: readonly DepartmentRecord[] = ["研发部", "Sales", "SALES "].map((name, at) => ({
  id: `d${at}` as DepartmentId,
  slug: `dept${at}`,
  name,
  parentId: null,
  direct: { entryUuid: `direct-${at}`, gidNumber: 200_100 + 2 * at },
  all: { entryUuid: `all-${at}`, gidNumber: 200_101 + 2 * at },
  createdAt: AT,
  updatedAt: AT,
}));

const changes = fc.array(fc.constantFrom<Change>("lower", "upper", "local_part", "pinyin"), { maxLength: 2 });
const source: fc.Arbitrary<Source> = fc.oneof(
  fc.record({ field: fc.constantFrom(...fields.map(({ name }) => name)), as: changes }),
  fc.record({ custom: fc.constantFrom("C-1", "C-2"), as: changes }),
  fc.record({ constant: word.filter((text) => text.trim() !== "") }),
);
const relation: fc.Arbitrary<Relation> = fc.record({
  attribute: fc.constantFrom(...freeAttributes.map(({ name }) => name)),
  first_of: fc.array(source, { minLength: 1, maxLength: 3 }),
});
/** Any relations at all, checked or not; cn, sn, mail and employeeNumber more often than the others. */
const relations = fc
  .tuple(
    fc.array(relation, { maxLength: 4 }),
    ...["cn", "sn", "mail", "employeeNumber"].map((attribute) =>
      fc.record({ attribute: fc.constant(attribute), first_of: fc.array(source, { minLength: 1, maxLength: 3 }) }),
    ),
  )
  .map(([others, ...own]) => [
    ...own,
    ...others.filter(({ attribute }) => !own.some((one) => one.attribute === attribute)),
  ])
  .map((all) => all.filter(({ attribute }, at) => all.findIndex((one) => one.attribute === attribute) === at));

function fieldsOf(person: Drawn, username: string): PersonFields {
  const held: Readonly<Record<string, readonly (string | null)[]>> = {
    username: [username],
    name: [person.name],
    nickname: [person.nickname],
    email: [person.email],
    mobile: [person.mobile],
    employee_no: [person.employeeNo],
    job_title: [person.jobTitle],
    city: [person.city],
    department_names: person.departments.map((at) => departments[at]?.name ?? null),
    department_slugs: person.departments.map((at) => departments[at]?.slug ?? null),
  };
  return {
    field: (name) => (held[name] ?? []).filter((value) => value !== null && value !== "") as string[],
    custom: (id) => (id === "C-1" ? person.custom : null),
  };
}

function treeOf(people: readonly Drawn[], all: readonly Relation[]) {
  const compiled = compileRelations(all);
  const tree = new LiveTree("dc=example,dc=com", compiled);
  const records = people.map((person, at): PersonRecord => {
    const { name, email, mobile, employeeNo, jobTitle, active } = person;
    const username = `u${at}`;
    return {
      id: `p${at}` as UserId,
      username,
      name,
      email,
      mobile,
      employeeNo,
      jobTitle,
      active,
      leaderId: null,
      workedOut: workOut(compiled.workedOut, fieldsOf(person, username), romanize),
      uidNumber: 100_000 + at,
      createdAt: AT,
      updatedAt: AT,
    };
  });
  tree.putDepartments(departments);
  tree.putPeople(records);
  tree.addMemberships(
    people.flatMap((person, at) =>
      person.departments.map((department) => ({
        userId: `p${at}` as UserId,
        departmentId: `d${department}` as DepartmentId,
      })),
    ),
  );
  return tree;
}

const everything = { kind: "service", id: "1", name: "app", baseDn: null, attributes: null, groups: null } as const;

/** Those that would be accepted one by one. */
function withoutMistakes(all: readonly Relation[]): readonly Relation[] {
  const refused = findMistakes(all).filter(({ severity }) => severity === "invalid");
  return all.filter(({ attribute }) =>
    refused.every((mistake) => mistake.attribute !== attribute || mistake.code === "relation_may_be_empty"),
  );
}

test("what is served is what the sources say, whatever the relations", () => {
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 1, maxLength: 4 }), relations.map(withoutMistakes), (people, all) => {
      const tree = treeOf(people, all);
      const { show } = makeProjector(tree, makeViewer(tree, everything));
      people.forEach((person, at) => {
        const node = tree.people[at];
        if (node === undefined) throw new Error("a person is missing");
        const entry = show(node);
        for (const { attribute, first_of: sources } of all) {
          const type = findAttributeType(attribute);
          if (type === undefined) throw new Error(attribute);
          const expected = evaluateRelation(type, sources, fieldsOf(person, `u${at}`), romanize).values;
          const served = entry.values(attribute).filter((value) => attribute !== "description" || value !== "disabled");
          expect([...served].sort()).toEqual([...expected].sort());
        }
      });
    }),
    { numRuns: 200 },
  );
});

test("what an index chooses holds everybody whom a scan finds, whatever the relations", () => {
  const value = fc.oneof(word, address, fc.constantFrom("u0", "zhangsan", "ann", "ANN", "三", "研发部", "dept0"));
  const equal = fc.record({
    kind: fc.constant("equal" as const),
    attribute: fc.constantFrom("cn", "commonName", "mail", "email", "employeeNumber", "sn", "uid", "ou"),
    value,
  });
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 2 },
      equal,
      fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        parts: fc.array(tie("filter"), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant("not" as const), part: tie("filter") }),
    ),
  }));
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 5 }), relations, filter, (people, all, asked) => {
      const tree = treeOf(people, all);
      const { show } = makeProjector(tree, makeViewer(tree, everything));
      const matches = compileFilter(asked);
      const scanned = [...tree.departments, ...tree.groups, ...tree.people].filter(
        (node) => matches(show(node)) === true,
      );
      const chosen = findCandidates(tree, asked);
      if (chosen !== undefined) expect(scanned.filter((node) => !chosen.includes(node))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("relations without mistakes leave nobody without cn and sn, and give no attribute what it cannot hold", () => {
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 1, maxLength: 4 }), relations, (people, all) => {
      const isAccepted = findMistakes(all).every(({ severity }) => severity !== "invalid");
      const tree = treeOf(people, all);
      for (const person of tree.people)
        for (const type of freeAttributes) {
          const values = tree.relations.values[type.name]?.(person) ?? [];
          expect(values.every((value) => canHold(type, value))).toBe(true);
          if (isAccepted && compulsoryAttributes.includes(type.name)) expect(values).not.toEqual([]);
          if (isAccepted && type.single) expect(values.length).toBeLessThan(2);
        }
    }),
    { numRuns: 300 },
  );
});

test("a new installation serves what clients expect", () => {
  const [person] = treeOf(
    [
      {
        name: "李伟",
        nickname: "小李",
        email: "li.wei@example.com",
        mobile: "+8613800000001",
        employeeNo: "E-1",
        jobTitle: "工程师",
        city: "北京",
        custom: null,
        active: true,
        departments: [0],
      },
    ],
    defaultRelations.relations,
  ).people;
  if (person === undefined) throw new Error("nobody");
  const shown = Object.fromEntries(
    Object.entries(defaultRelations.values).map(([attribute, read]) => [attribute, read(person)]),
  );
  expect(shown).toEqual({
    cn: ["u0"],
    sn: ["李伟"],
    displayName: ["李伟"],
    mail: ["li.wei@example.com"],
    mobile: ["+8613800000001"],
    employeeNumber: ["E-1"],
    title: ["工程师"],
    ou: ["研发部"],
    departmentNumber: ["dept0"],
  });
  expect(defaultRelations.workedOut).toEqual([]);
  expect(person.record.workedOut).toBeNull();
});

test("every attribute that can be fed is in the schema under a name of its own", () => {
  const names = attributeTypes.flatMap((type) => type.names.map((name) => name.toLowerCase()));
  expect(new Set(names).size).toBe(names.length);
  expect(freeAttributes.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "preferredLanguage",
      "employeeType",
      "l",
      "physicalDeliveryOfficeName",
      "street",
      "roomNumber",
    ]),
  );
});

test("a given name in pinyin is read as a part of the whole name", () => {
  const type = findAttributeType("givenName");
  if (type === undefined) throw new Error("givenName");
  const read = (name: string, field: string) =>
    evaluateRelation(
      type,
      [{ field, as: ["pinyin"] }],
      { field: (asked) => (asked === "name" ? [name] : []), custom: () => null },
      romanize,
    ).values;
  expect(read("单雄信", "family_name")).toEqual(["shan"]);
  expect(read("单雄信", "given_name")).toEqual(["xiongxin"]);
  expect(read("王曾", "given_name")).toEqual(["ceng"]);
  expect(read("Anna Smith", "given_name")).toEqual(["anna"]);
});
