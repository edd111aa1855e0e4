import { existsSync } from "node:fs";
import fc from "fast-check";
import { Attribute, Client } from "ldapts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DepartmentId, Instant, UserId } from "../../src/core/kernel/ids.ts";
import { keyOfDn } from "../../src/core/ldap/dn.ts";
import { type Entry, makeProjector } from "../../src/core/ldap/entry.ts";
import { LiveTree } from "../../src/core/ldap/live-tree.ts";
import { containers, type Node } from "../../src/core/ldap/nodes.ts";
import type { PersonRecord } from "../../src/core/ldap/records.ts";
import { compileRelations } from "../../src/core/ldap/relations/compile.ts";
import { PROFILES, profiles } from "../../src/core/ldap/relations/profiles.ts";
import { selectAttributes } from "../../src/core/ldap/select.ts";
import { makeViewer } from "../../src/core/ldap/viewer.ts";
import { APP } from "../support/memory-ldap.ts";
import { SLAPD, type Slapd, startSlapd } from "../support/slapd.ts";

/**
 * What we serve is what OpenLDAP would: an entry of ours goes into slapd and comes back the same, octet by octet. Classes are
 * slapd's own, since it refuses the three shapes we give groups at once; memberOf is no attribute of its schema.
 */

const times = { createdAt: "2026-01-01T00:00:00.000Z" as Instant, updatedAt: "2026-01-02T00:00:00.000Z" as Instant };
const id = (kind: number, at: number) => `0000000${kind}-0000-4000-8000-00000000000${at}`;

const AWKWARD = [
  "李",
  "伟",
  " ",
  "a",
  "A",
  "é",
  "e\u0301",
  "🙂",
  ",",
  "+",
  '"',
  "\\",
  "<",
  ">",
  ";",
  "=",
  "#",
  "'",
  "ﬁ",
  "\u3000",
  "(",
  "*",
];
const name = fc
  .string({ unit: fc.constantFrom(...AWKWARD), minLength: 1, maxLength: 8 })
  .filter((text) => text.trim() !== "");
const login = fc
  .string({ unit: fc.constantFrom(..."abz09._-,+\"\\<>;=#'/ "), minLength: 1, maxLength: 8 })
  .filter((text) => text.trim() === text && text !== "");
const text = fc.option(name);

interface Company {
  readonly profile: (typeof PROFILES)[number];
  readonly people: readonly {
    readonly record: Omit<PersonRecord, "id" | "uidNumber" | "createdAt" | "updatedAt">;
    readonly departments: readonly number[];
  }[];
  readonly departments: readonly string[];
  readonly group: string;
}

const company: fc.Arbitrary<Company> = fc.record({
  profile: fc.constantFrom(...PROFILES),
  people: fc.uniqueArray(
    fc.record({
      record: fc.record({
        username: login,
        name,
        email: fc.option(fc.constantFrom("a@example.com", "李@example.com", "o'hara+x@example.com")),
        mobile: fc.option(fc.constantFrom("+8613800000001", "+86 138-0000", "无")),
        employeeNo: text,
        jobTitle: text,
        leaderId: fc.option(fc.nat(3).map((at) => id(1, at) as UserId)),
        active: fc.boolean(),
      }),
      departments: fc.uniqueArray(fc.nat(2)),
    }),
    {
      minLength: 1,
      maxLength: 5,
      selector: ({ record }) =>
        keyOfDn(`uid=${record.username.replace(/[^a-z0-9]/g, (c) => `\\${c.charCodeAt(0).toString(16)}`)}`),
    },
  ),
  // The last two differ from their slugs in case and in blanks only.
  departments: fc.array(fc.oneof(name, fc.constantFrom("D0", " d1")), { minLength: 3, maxLength: 3 }),
  group: name,
});

function makeTree(baseDn: string, { profile, people, departments, group }: Company): LiveTree {
  const tree = new LiveTree(baseDn, compileRelations(profiles[profile]));
  const numbers = (at: number) => ({ entryUuid: id(5, at), gidNumber: 200_001 + at });
  tree.putDepartments(
    departments.map((called, at) => ({
      id: id(2, at) as DepartmentId,
      slug: `d${at}`,
      name: called,
      parentId: at === 0 ? null : (id(2, at - 1) as DepartmentId),
      direct: numbers(at * 2),
      all: numbers(at * 2 + 1),
      ...times,
    })),
  );
  tree.putGroups([{ id: id(3, 0), slug: "g", name: group, description: "", ...numbers(9), ...times }]);
  tree.putPeople(
    people.map(({ record }, at) => ({ ...record, id: id(1, at) as UserId, uidNumber: 100_000 + at, ...times })),
  );
  people.forEach(({ departments: of }, at) => {
    tree.addMemberships(of.map((to) => ({ userId: id(1, at) as UserId, departmentId: id(2, to) as DepartmentId })));
    tree.addGroupMembers([{ groupId: id(3, 0), userId: id(1, at) as UserId, departmentId: null, subtree: false }]);
  });
  return tree;
}

/** One of slapd's own for each kind of entry, and the class that lets it hold the rest. */
function classesOf(node: Node): readonly string[] {
  const own = { person: "inetOrgPerson", group: "organizationalRole", department: "organizationalUnit" } as const;
  if (node.kind !== "container") return [own[node.kind], "extensibleObject"];
  return [node.name === "everyone" ? "organizationalRole" : "organizationalUnit", "extensibleObject"];
}

const SELECTED = selectAttributes(["*"]).filter(({ type }) => type.name !== "objectClass" && type.name !== "memberOf");

/** Values by attribute; names in one spelling each, since slapd writes them in its own. */
function shownOf(entry: Entry): Readonly<Record<string, readonly string[]>> {
  const shown = SELECTED.map(({ type }) => {
    const values = entry.values(type.name);
    return [type.name, type.kind === "dn" ? values.map((value) => keyOfDn(value) ?? value) : values] as const;
  });
  return Object.fromEntries(
    shown.filter(([, values]) => values.length > 0).map(([key, values]) => [key, [...values].sort()]),
  );
}

describe.skipIf(!existsSync(SLAPD))("an entry of ours in slapd", () => {
  let slapd: Slapd;
  let client: Client;
  beforeAll(async () => {
    slapd = await startSlapd();
    client = new Client({ url: slapd.url });
    await client.bind(slapd.rootDn, slapd.rootPassword);
    await client.add(slapd.suffix, { objectClass: ["dcObject", "organization"], dc: "example", o: "x" });
  });
  afterAll(async () => {
    await client.unbind();
    await slapd.stop();
  });

  test("comes back with every value octet by octet, whatever people, departments and groups are called", async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(company, async (made) => {
        // What an earlier round left is below another base.
        const tree = makeTree(`ou=r${round++},${slapd.suffix}`, made);
        const { show } = makeProjector(tree, makeViewer(tree, APP));
        const nodes: Node[] = [...Object.values(containers), ...tree.departments, ...tree.groups, ...tree.people];
        for (const node of nodes) {
          const entry = show(node);
          const attributes = SELECTED.map(
            ({ type }) => new Attribute({ type: type.name, values: [...entry.values(type.name)] }),
          );
          await client.add(entry.dn, [
            new Attribute({ type: "objectClass", values: [...classesOf(node)] }),
            ...attributes.filter(({ values }) => values.length > 0),
          ]);
        }
        const { searchEntries } = await client.search(tree.baseDn, {
          scope: "sub",
          attributes: ["*"],
          explicitBufferAttributes: SELECTED.map(({ type }) => type.name),
        });
        const found = new Map(searchEntries.map(({ dn, ...held }) => [keyOfDn(dn), held]));
        expect(found.size).toBe(nodes.length);
        for (const node of nodes) {
          const entry = show(node);
          const held = found.get(keyOfDn(entry.dn)) ?? {};
          const back = SELECTED.flatMap(({ type }) => {
            const values = [held[type.name] ?? []].flat().map((value) => Buffer.from(value as Buffer).toString());
            const compared = type.kind === "dn" ? values.map((value) => keyOfDn(value) ?? value) : values;
            return values.length === 0 ? [] : [[type.name, compared.sort()] as const];
          });
          expect(Object.fromEntries(back)).toEqual(shownOf(entry));
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
