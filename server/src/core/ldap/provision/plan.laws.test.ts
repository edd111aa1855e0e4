import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SimulatedLdap } from "../../../../test/support/simulated-ldap.ts";
import type { DepartmentId, Instant, UserId } from "../../kernel/ids.ts";
import { LiveTree } from "../live-tree.ts";
import type { Tree } from "../tree.ts";
import { planProvision } from "./plan.ts";
import type { ProvisionPlan, TargetShape } from "./types.ts";

const RUNS = { numRuns: Number(process.env["LARKBRIDGE_TEST_RUNS"] ?? 300) };
const AT = "2026-01-01T00:00:00.000Z" as Instant;
const BASE = "dc=x";

interface Company {
  readonly people: readonly {
    readonly id: number;
    readonly name: string;
    readonly active: boolean;
    readonly leader: number;
    readonly departments: readonly number[];
  }[];
  readonly departments: readonly { readonly id: number; readonly name: string; readonly parent: number }[];
}

const name = fc.constantFrom("李伟", "O'Neil, Jr.", "a+b", "🙂 x", " lead", "IT", "it", "x=y", "Wei  Li");
const companies: fc.Arbitrary<Company> = fc.record({
  people: fc.uniqueArray(
    fc.record({
      id: fc.nat(11),
      name,
      active: fc.boolean(),
      leader: fc.nat(11),
      departments: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 12 },
  ),
  departments: fc.uniqueArray(fc.record({ id: fc.nat(5), name, parent: fc.nat(5) }), {
    selector: ({ id }) => id,
    maxLength: 6,
  }),
});

const shapes: fc.Arbitrary<TargetShape> = fc.record({
  baseDn: fc.constant(BASE),
  profile: fc.constantFrom("flat", "tree", "go_ldap_admin"),
  places: fc.constant({ people: "people", groups: "groups", departments: "departments" }),
  groupClass: fc.constantFrom("groupOfUniqueNames", "groupOfNames"),
  subtreeGroups: fc.boolean(),
  leavers: fc.constantFrom("disable", "delete"),
  createBase: fc.constant(true),
  adopt: fc.boolean(),
  renames: fc.boolean(),
  guard: fc.constant({ percent: 100, minimum: 1000 }),
  bindDn: fc.constant("cn=admin,dc=x"),
});

function treeOf({ people, departments }: Company, suffix = ""): Tree {
  const builder = new LiveTree("dc=served");
  const times = { createdAt: AT, updatedAt: AT };
  builder.putDepartments(
    departments.map(({ id, name, parent }) => ({
      id: `d${id}` as DepartmentId,
      slug: `d${id}`,
      name,
      parentId: departments.some((other) => other.id === parent) && parent < id ? (`d${parent}` as DepartmentId) : null,
      direct: { entryUuid: `g${id}`, gidNumber: 200001 + 2 * id },
      all: { entryUuid: `a${id}`, gidNumber: 200002 + 2 * id },
      ...times,
    })),
  );
  builder.putPeople(
    people.map(({ id, name, active, leader }) => ({
      id: `u${id}` as UserId,
      username: `p${id}${suffix}`,
      name,
      email: id % 2 ? `p${id}@example.com` : null,
      mobile: null,
      employeeNo: id % 3 ? `E${id}` : null,
      jobTitle: null,
      leaderId: leader === id ? null : (`u${leader}` as UserId),
      active,
      uidNumber: 100000 + id,
      ...times,
    })),
  );
  builder.addMemberships(
    people.flatMap(({ id, departments: of }) =>
      of.map((department) => ({ userId: `u${id}` as UserId, departmentId: `d${department}` as DepartmentId })),
    ),
  );
  return builder;
}

function plan(tree: Tree, shape: TargetShape, server: SimulatedLdap): ProvisionPlan {
  const planning = planProvision(tree, {
    shape,
    found: [...server.entries.values()],
    links: server.links,
    passwords: new Map(),
    recentRemovals: { people: 0, others: 0 },
  });
  for (;;) {
    const step = planning.next();
    if (step.done) return step.value;
  }
}

function reconcile(tree: Tree, shape: TargetShape, server: SimulatedLdap): ProvisionPlan {
  const made = plan(tree, shape, server);
  server.apply(made, made.changes, shape);
  return made;
}

const withSomebody = (company: Company): Company => ({
  ...company,
  people: company.people.map((person, at) => (at === 0 ? { ...person, active: true } : person)),
});
const nothing = { changes: [], held: [], verdict: "empty" };

describe("the laws of provisioning", () => {
  test("a second reconcile finds nothing to do, and a changed company is followed", () => {
    fc.assert(
      fc.property(companies, companies, shapes, fc.constantFrom("", "x"), (first, second, shape, suffix) => {
        const server = new SimulatedLdap();
        reconcile(treeOf(withSomebody(first)), shape, server);
        expect(plan(treeOf(withSomebody(first)), shape, server)).toMatchObject(nothing);
        const changed = treeOf(withSomebody(second), suffix);
        reconcile(changed, shape, server);
        const again = plan(changed, shape, server);
        expect({ ...again, issues: again.issues.filter(({ severity }) => severity === "error") }).toMatchObject({
          ...nothing,
          issues: [],
        });
      }),
      RUNS,
    );
  });

  test("a new server gets an entry for every active person, and groups with exactly their active members", () => {
    fc.assert(
      fc.property(companies, shapes, (company, shape) => {
        const server = new SimulatedLdap();
        const tree = treeOf(withSomebody(company));
        reconcile(tree, shape, server);
        const active = tree.people.filter(({ record }) => record.active);
        const below = [...server.entries.values()].filter(({ key }) => key.endsWith(",ou=people,dc=x"));
        expect(below.map(({ dn }) => dn).sort()).toEqual(
          active.map(({ record }) => `uid=${record.username},ou=people,dc=x`).sort(),
        );
        for (const { record, people, direct } of tree.departments) {
          const entry = [...server.entries.values()].find(
            ({ uuid }) => uuid === server.links.find(({ subject }) => subject === direct.numbers.entryUuid)?.uuid,
          );
          const members = entry?.attributes[shape.groupClass === "groupOfNames" ? "member" : "uniquemember"];
          const expected = [...people]
            .filter((person) => person.record.active)
            .map((person) => `uid=${person.record.username},ou=people,dc=x`);
          expect(members?.toSorted(), record.name).toEqual(expected.length > 0 ? expected.sort() : [""]);
        }
      }),
      RUNS,
    );
  });

  test("damage by hand is repaired, and what is not ours stays as it is", () => {
    const damage = fc.array(fc.tuple(fc.constantFrom("delete", "edit", "rename", "member", "foreign"), fc.nat()), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(companies, shapes, damage, (company, shape, blows) => {
        const server = new SimulatedLdap();
        const tree = treeOf(withSomebody(company));
        reconcile(tree, shape, server);
        const plain = (entries: Iterable<{ dn: string; attributes: object }>) =>
          [...entries].map(({ dn, attributes }) => JSON.stringify([dn, attributes])).sort();
        const member = shape.groupClass === "groupOfNames" ? "member" : "uniquemember";
        const sorted = () =>
          plain(
            [...server.entries.values()].map((entry) => ({
              dn: entry.dn,
              attributes: Object.fromEntries(
                Object.entries(entry.attributes)
                  .map(([name, values]) => [name, values.toSorted()] as const)
                  .sort(([a], [b]) => (a < b ? -1 : 1)),
              ),
            })),
          );
        const whole = sorted();
        const foreign: string[] = [];
        for (const [blow, which] of blows) {
          const linked = server.links.filter((link) => server.at(link.dn)?.uuid === link.uuid);
          const { dn, kind } = linked[which % Math.max(1, linked.length)] ?? { dn: "", kind: "units" };
          if (blow === "foreign") {
            const own = `uid=guest${which},ou=people,dc=x`;
            if (server.at(own)) continue;
            server.add(own, { objectClass: ["inetOrgPerson"], uid: [`guest${which}`], cn: ["x"], carLicense: ["y"] });
            foreign.push(own);
          } else if (kind === "people" && blow === "delete") server.remove(dn);
          else if (kind === "people" && blow === "edit") server.change(dn, { displayname: ["broken"], title: ["x"] });
          else if (kind === "people" && blow === "rename") server.rename(dn, `uid=moved${which},ou=people,dc=x`);
          else if (kind === "groups" && blow === "member")
            server.change(dn, { [member]: [...(server.at(dn)?.attributes[member] ?? []), `cn=extra${which},dc=x`] });
        }
        reconcile(tree, shape, server);
        const before = new Map(foreign.map((dn) => [dn, server.at(dn)]));
        for (const [dn, entry] of before) {
          expect(entry?.attributes["carlicense"]).toEqual(["y"]);
          server.remove(dn);
        }
        expect(sorted()).toEqual(whole);
      }),
      RUNS,
    );
  });

  test("nothing is deleted that is not linked, and foreign attributes of adopted people survive", () => {
    fc.assert(
      fc.property(companies, shapes, (company, shape) => {
        const server = new SimulatedLdap();
        server.add("dc=x", { objectClass: ["dcObject"], dc: ["x"] });
        server.add("ou=people,dc=x", { objectClass: ["organizationalUnit"], ou: ["people"] });
        for (const id of [0, 1, 2, 3])
          server.add(`uid=P${id},ou=people,dc=x`, {
            objectClass: ["inetOrgPerson"],
            uid: [`P${id}`],
            businessCategory: ["theirs"],
          });
        server.add("uid=stranger,ou=people,dc=x", { objectClass: ["inetOrgPerson"], uid: ["stranger"] });
        const tree = treeOf(withSomebody(company));
        reconcile(tree, shape, server);
        reconcile(treeOf(withSomebody({ people: company.people.slice(0, 1), departments: [] })), shape, server);
        expect(server.at("uid=stranger,ou=people,dc=x")).toMatchObject({
          classes: ["inetOrgPerson"],
          attributes: { uid: ["stranger"] },
        });
        for (const id of [0, 1, 2, 3]) {
          const entry = server.at(`uid=p${id},ou=people,dc=x`);
          if (entry) expect(entry.attributes["businesscategory"]).toEqual(["theirs"]);
          else expect(shape.adopt && shape.leavers === "delete").toBe(true);
        }
      }),
      RUNS,
    );
  });

  test("removals beyond the guard wait, with their memberships, and an approval lets exactly them through", () => {
    const crowd: Company = {
      people: Array.from({ length: 10 }, (_, id) => ({
        id,
        name: `P${id}`,
        active: true,
        leader: id,
        departments: [0],
      })),
      departments: [{ id: 0, name: "D", parent: 0 }],
    };
    const left = { ...crowd, people: crowd.people.map((person) => ({ ...person, active: person.id < 5 })) };
    fc.assert(
      fc.property(shapes, (any) => {
        const shape = { ...any, guard: { percent: 10, minimum: 2 } };
        const server = new SimulatedLdap();
        reconcile(treeOf(crowd), shape, server);
        const held = plan(treeOf(left), shape, server);
        expect(held).toMatchObject({ verdict: "needs_approval", changes: [] });
        expect(held.reasons).toEqual([
          { code: "ldap_removal_guard", detail: { what: "people", planned: 5, recent: 0, limit: 2 } },
        ]);
        server.apply(held, [...held.changes, ...held.held], shape);
        expect(plan(treeOf(left), shape, server)).toMatchObject(nothing);
      }),
      RUNS,
    );
  });

  test.each([
    ["ldap_directory_empty", { people: [], departments: [] }],
    ["ldap_links_lost", null],
  ] as const)("%s: nothing at all is planned", (code, company) => {
    const shape = { ...fc.sample(shapes, 1)[0] } as TargetShape;
    const full: Company = {
      people: Array.from({ length: 12 }, (_, id) => ({ id, name: "x", active: true, leader: id, departments: [] })),
      departments: [],
    };
    const server = new SimulatedLdap();
    reconcile(treeOf(full), shape, server);
    if (company === null)
      for (const { dn, kind } of server.links)
        if (kind === "people" && dn !== "uid=p0,ou=people,dc=x") server.remove(dn);
    const made = plan(treeOf(company ?? full), shape, server);
    expect(made).toMatchObject({ verdict: "blocked", changes: [], held: [] });
    expect(made.reasons.map((reason) => reason.code)).toEqual([code]);
  });
});
