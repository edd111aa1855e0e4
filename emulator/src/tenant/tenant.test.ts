import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BlueprintMistake, completeBlueprint } from "./blueprint.ts";
import { ROOT } from "./department.ts";
import { decodeId, encodeId } from "./identity.ts";
import { makeRanking } from "./random.ts";
import { Tenant } from "./tenant.ts";

const sizes = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  users: fc.integer({ min: 1, max: 150 }),
  departments: fc.integer({ min: 1, max: 90 }),
  resigned: fc.integer({ min: 0, max: 5 }),
  frozen: fc.integer({ min: 0, max: 1 }),
});

/** Everything about a tenant as one value. */
function dump(tenant: Tenant) {
  const users = Array.from({ length: tenant.population }, (_, user) => ({
    ...tenant.person(user),
    memberships: tenant.memberships.of(user),
    leader: tenant.leaderOf(user),
  }));
  const lists = tenant.departments.map((_, department) => Array.from(tenant.memberships.listOf(department)));
  return JSON.stringify({ users, lists, departments: tenant.departments, groups: tenant.groups, key: tenant.key });
}

describe("a generated tenant", () => {
  test("is the same for the same sizes and seed, and another for another seed", () => {
    fc.assert(
      fc.property(sizes, (input) => {
        const text = dump(new Tenant(completeBlueprint(input)));
        expect(dump(new Tenant(completeBlueprint(input)))).toBe(text);
        expect(dump(new Tenant(completeBlueprint({ ...input, seed: input.seed ^ 1 })))).not.toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  test("has exactly the sizes asked for, and one consistent shape", () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (input, fullness) => {
        const rootPeople = Math.min(input.users, 2);
        const placed = input.users - rootPeople;
        const most = placed * Math.min(50, input.departments);
        const memberships = Math.round(placed + (most - placed) * fullness);
        const blueprint = completeBlueprint({ ...input, rootPeople, memberships });
        const tenant = new Tenant(blueprint);
        const listed = Array.from({ length: input.users }, (_, user) => user);
        const pairs = listed.flatMap((user) => Array.from(tenant.memberships.departmentsOf(user)));
        expect(pairs.filter((department) => department !== ROOT)).toHaveLength(memberships);
        expect(tenant.memberships.listOf(ROOT)).toHaveLength(rootPeople);
        expect(listed.filter((user) => tenant.person(user).status.is_frozen)).toHaveLength(blueprint.frozen);
        expect(tenant.population).toBe(input.users + input.resigned);
        for (const user of listed) {
          const own = Array.from(tenant.memberships.departmentsOf(user));
          expect(new Set(own).size).toBe(own.length);
          for (const department of own) expect(Array.from(tenant.memberships.listOf(department))).toContain(user);
        }
        for (const [index, department] of tenant.departments.entries()) {
          if (index !== ROOT) expect(department.parent).toBeLessThan(index);
        }
        expect(tenant.tree.subtreeOf(ROOT)).toHaveLength(input.departments);
        expect(tenant.countsOf(ROOT).all).toBe(pairs.length);
      }),
      { numRuns: 60 },
    );
  });

  test("gives nobody another's e-mail, mobile, employee number or id", () => {
    const tenant = new Tenant(completeBlueprint({ users: 20_000, departments: 200, resigned: 0 }));
    const people = Array.from({ length: 20_000 }, (_, user) => tenant.person(user));
    for (const key of ["email", "enterpriseEmail", "mobile", "employeeNo", "userId"] as const) {
      const values = people.map((person) => person[key]?.toLowerCase().replace(/^\(\+86\) |^\+86/, "")).filter(Boolean);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  test("holds every kind of awkwardness", () => {
    const tenant = new Tenant(completeBlueprint({ users: 3000, departments: 300, longNames: 2 }));
    const people = Array.from({ length: 3000 }, (_, user) => tenant.person(user));
    const some = (matches: (person: (typeof people)[number]) => boolean) => people.filter(matches).length;
    expect(some((person) => person.name.length === 10_000)).toBe(2);
    expect(some((person) => person.email === null && person.enterpriseEmail === null)).toBeGreaterThan(10);
    expect(some((person) => person.email === "" && person.enterpriseEmail !== null)).toBeGreaterThan(5);
    expect(some((person) => person.email === null && person.enterpriseEmail !== null)).toBeGreaterThan(5);
    expect(some((person) => person.mobile === null)).toBeGreaterThan(10);
    expect(some((person) => /^\d{11}$/.test(person.mobile ?? ""))).toBeGreaterThan(10);
    expect(some((person) => person.mobile?.startsWith("(+86) ") === true)).toBeGreaterThan(10);
    expect(some((person) => person.mobile?.startsWith("+65") === true)).toBeGreaterThan(10);
    expect(some((person) => person.name === "张伟")).toBeGreaterThan(5);
    for (const mark of ["🙂", ",", '"', "+", "\\", "#", "𠮷"])
      expect(some((person) => person.name.includes(mark))).toBeGreaterThan(0);
    expect(some((person) => person.name !== person.name.trim())).toBeGreaterThan(0);
    const sizesOfLists = tenant.departments.map((_, department) => tenant.memberships.listOf(department).length);
    expect(sizesOfLists.filter((size) => size === 0).length).toBeGreaterThan(3);
    expect(Math.max(...sizesOfLists)).toBeGreaterThan(50);
    expect(Math.max(...people.map((_, user) => tenant.memberships.departmentsOf(user).length))).toBe(50);
    expect(Math.max(...tenant.departments.map((_, index) => tenant.tree.ancestorsOf(index).length))).toBeGreaterThan(
      10,
    );
    const unmarked = people.filter((_, user) => !tenant.memberships.of(user).some((membership) => membership.primary));
    expect(unmarked.length).toBeGreaterThan(10);
  });

  test.each([
    [{ users: 10, departments: 2, memberships: 3 }],
    [{ users: 10, departments: 2, memberships: 30 }],
    [{ users: 10, rootPeople: 11 }],
    [{ users: 10, frozen: 11 }],
  ])("cannot be made of %j", (input) => {
    expect(() => completeBlueprint(input)).toThrow(BlueprintMistake);
  });
});

describe("ids", () => {
  test("lead back to their record under their own key only", () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.nat(0x7fffffff), (key, other, number) => {
        const id = encodeId(key, number);
        expect(id).toMatch(/^[0-9a-f]{32}$/);
        expect(decodeId(key, id)).toBe(number);
        if (other !== key) expect(decodeId(other, id)).toBeUndefined();
      }),
    );
  });
});

describe("a ranking", () => {
  test("gives every place once", () => {
    fc.assert(
      fc.property(fc.nat(0x7fffffff), fc.integer({ min: 1, max: 2000 }), (seed, size) => {
        const rank = makeRanking(seed, size, 1);
        expect(new Set(Array.from({ length: size }, (_, index) => rank(index))).size).toBe(size);
      }),
    );
  });
});
