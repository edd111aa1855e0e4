import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  plantAccess,
  plantApplication,
  plantGroup,
  plantSignIn,
  readSignIns,
} from "../../../test/support/applications.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import { addConnection, clearDirectory, withUuids, writeDirectory } from "../../../test/support/sync-database.ts";
import {
  departmentId,
  directory,
  directoryDepartment,
  directoryUser,
  membership,
} from "../../../test/support/sync-makers.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeClientDirectory } from "./client-directory.ts";
import { endLostAccess } from "./lost-access-store.ts";
import type { ClientDirectory } from "./ports.ts";

const NOW = "2026-03-01T08:00:00.000Z" as Instant;
const KEYS = ["d0", "d1", "d2", "d3", "d4", "d5"];
const PEOPLE = ["u0", "u1", "u2", "u3"];
const userOf = (key: string) => withUuids(directoryUser(key).id);
const departmentOf = (key: string) => withUuids(departmentId(key));
const ann = userOf("ann");
const NOBODY = "00000000-0000-4000-8000-000000000000";

let database: OpenDatabase;
let clients: ClientDirectory;
beforeAll(async () => {
  database = await openTestDatabase();
  clients = makeClientDirectory({ database, clock: fixedClock(NOW) });
});
afterAll(() => database.close());

async function clear() {
  await clearDirectory(database);
  await database.pool.query("truncate directory_group, application, feishu_connection, oidc_state, oidc_login cascade");
}

describe("Ann of the platform team in research", () => {
  beforeEach(async () => {
    await clear();
    const snapshot = directory({
      users: [directoryUser("ann")],
      departments: [
        directoryDepartment("research", null, { name: "研发部 🚀" }),
        directoryDepartment("platform", "research", { name: "平台组" }),
        directoryDepartment("sales", null),
      ],
      memberships: [membership(directoryUser("ann"), "platform")],
    });
    await writeDirectory(database, await addConnection(database), withUuids(snapshot));
  });

  it("may use what names her, her department, what is above with sub-departments, or a group of those", async () => {
    const group = await plantGroup(database, "g", { users: [ann] });
    const through = await plantGroup(database, "through", {
      departments: [{ id: departmentOf("research"), subtree: true }],
    });
    for (const named of [
      { user: ann },
      { department: departmentOf("platform") },
      { department: departmentOf("research"), subtree: true },
      { group },
      { group: through },
    ]) {
      const { id, clientId } = await plantApplication(database);
      expect(await clients.mayUse(ann, clientId)).toBe(false);
      await plantAccess(database, id, named);
      expect(await clients.mayUse(ann, clientId)).toBe(true);
    }
  });

  it("may not use what names the department above without sub-departments, or another", async () => {
    const { id, clientId } = await plantApplication(database);
    await plantAccess(database, id, { department: departmentOf("research") });
    await plantAccess(database, id, { department: departmentOf("sales"), subtree: true });
    await plantAccess(database, id, {
      group: await plantGroup(database, "g", { departments: [{ id: departmentOf("research"), subtree: false }] }),
    });
    expect(await clients.mayUse(ann, clientId)).toBe(false);
  });

  it("loses what she may use the moment a sync moves her, or her department", async () => {
    const { id, clientId } = await plantApplication(database);
    await plantAccess(database, id, { department: departmentOf("research"), subtree: true });
    expect(await clients.mayUse(ann, clientId)).toBe(true);
    await database.pool.query("update department set parent_id = $1 where id = $2", [
      departmentOf("sales"),
      departmentOf("platform"),
    ]);
    expect(await clients.mayUse(ann, clientId)).toBe(false);
    await database.pool.query("update department set parent_id = $1 where id = $2", [
      departmentOf("research"),
      departmentOf("platform"),
    ]);
    expect(await clients.mayUse(ann, clientId)).toBe(true);
    await database.pool.query("update membership set department_id = $1 where user_id = $2", [
      departmentOf("sales"),
      ann,
    ]);
    expect(await clients.mayUse(ann, clientId)).toBe(false);
  });

  it.each(["platform", "research"])("is not admitted through %s once it is deleted", async (key) => {
    const { id, clientId } = await plantApplication(database);
    await plantAccess(database, id, { department: departmentOf("research"), subtree: true });
    expect(await clients.mayUse(ann, clientId)).toBe(true);
    await database.pool.query("update department set status = 'deleted' where id = $1", [departmentOf(key)]);
    expect(await clients.mayUse(ann, clientId)).toBe(false);
  });

  it("may use what everyone may, while she is active and it is enabled", async () => {
    const { clientId } = await plantApplication(database, { everyone: true });
    const off = await plantApplication(database, { everyone: true, enabled: false });
    expect(await clients.mayUse(ann, clientId)).toBe(true);
    expect(await clients.mayUse(ann, off.clientId)).toBe(false);
    await database.pool.query("update directory_user set status = 'disabled', disabled_by = 'sync' where id = $1", [
      ann,
    ]);
    expect(await clients.mayUse(ann, clientId)).toBe(false);
  });

  it("is found in a tree that runs in a circle as well", async () => {
    const { id, clientId } = await plantApplication(database);
    await database.pool.query("update department set parent_id = $1 where id = $2", [
      departmentOf("platform"),
      departmentOf("research"),
    ]);
    expect(await clients.mayUse(ann, clientId)).toBe(false);
    await plantAccess(database, id, { department: departmentOf("research"), subtree: true });
    expect(await clients.mayUse(ann, clientId)).toBe(true);
    expect((await clients.readClaims(ann, ["groups"]))?.groups?.length).toBeGreaterThan(0);
  });

  it("is told from nobody: ids and clients that are not there may nothing", async () => {
    const { clientId } = await plantApplication(database, { everyone: true });
    for (const user of [NOBODY, "", "ann", "\0"]) expect(await clients.mayUse(user, clientId)).toBe(false);
    for (const client of ["", "lb_x", "\0", `${clientId}\0`]) expect(await clients.mayUse(ann, client)).toBe(false);
  });

  it("is signed out of what she lost, and of nothing else", async () => {
    const lost = await plantApplication(database);
    const kept = await plantApplication(database, { everyone: true });
    await plantAccess(database, lost.id, { department: departmentOf("research"), subtree: true });
    for (const { clientId } of [lost, kept]) await plantSignIn(database, ann, clientId);
    expect(await endLostAccess(database.kysely, NOW)).toBe(0);
    await database.pool.query("update membership set department_id = $1", [departmentOf("sales")]);
    expect(await endLostAccess(database.kysely, NOW, kept.clientId)).toBe(0);
    expect(await endLostAccess(database.kysely, NOW)).toBe(1);
    const still = [{ user_id: ann, client_id: kept.clientId }];
    expect(await readSignIns(database)).toEqual({ open: still, tokens: still, sessions: 2 });
    const { rows } = await database.pool.query(
      "select ended_at, next_attempt_at from oidc_login where client_id = $1",
      [lost.clientId],
    );
    expect(rows).toEqual([{ ended_at: new Date(NOW), next_attempt_at: new Date(NOW) }]);
    expect(await endLostAccess(database.kysely, NOW)).toBe(0);
  });

  it("loses a token that hangs on no sign-in as well, as devices have", async () => {
    const { clientId } = await plantApplication(database);
    await plantSignIn(database, ann, clientId);
    await database.pool.query("delete from oidc_login");
    await endLostAccess(database.kysely, NOW);
    expect((await readSignIns(database)).tokens).toEqual([]);
  });
});

interface Company {
  readonly parents: readonly number[];
  readonly deleted: readonly boolean[];
  readonly inactive: readonly boolean[];
  readonly memberships: readonly (readonly [number, number])[];
  readonly groups: readonly {
    readonly users: readonly number[];
    readonly departments: readonly (readonly [number, boolean])[];
  }[];
  readonly access: {
    readonly users: readonly number[];
    readonly groups: readonly number[];
    readonly departments: readonly (readonly [number, boolean])[];
  };
}

const person = fc.nat({ max: PEOPLE.length - 1 });
const department = fc.nat({ max: KEYS.length - 1 });
const people = fc.uniqueArray(person, { maxLength: 2 });
const departments = fc.uniqueArray(fc.tuple(department, fc.boolean()), { maxLength: 2, selector: ([at]) => at });
const rarely = fc.integer({ min: 0, max: 5 }).map((throwOf) => throwOf === 0);
const companies: fc.Arbitrary<Company> = fc.record({
  // Each below one that comes before it, or on the first level (-1).
  parents: fc.tuple(...KEYS.map((_, at) => fc.integer({ min: -1, max: at - 1 }))),
  deleted: fc.tuple(...KEYS.map(() => rarely)),
  inactive: fc.tuple(...PEOPLE.map(() => rarely)),
  memberships: fc.uniqueArray(fc.tuple(person, department), { maxLength: 6, selector: String }),
  groups: fc.array(fc.record({ users: people, departments }), { minLength: 2, maxLength: 2 }),
  access: fc.record({ users: people, groups: fc.uniqueArray(fc.nat({ max: 1 }), { maxLength: 2 }), departments }),
});

/** The same rule said the other way round: from what is named down to the people. */
function mayUse(company: Company, at: number): boolean {
  const isIn = (wanted: number, subtree: boolean): boolean => {
    if (company.deleted[wanted]) return false;
    if (company.memberships.some(([who, where]) => who === at && where === wanted)) return true;
    return subtree && company.parents.some((parent, child) => parent === wanted && isIn(child, true));
  };
  const isNamed = (named: { users: readonly number[]; departments: readonly (readonly [number, boolean])[] }) =>
    named.users.includes(at) || named.departments.some(([wanted, subtree]) => isIn(wanted, subtree));
  if (company.inactive[at]) return false;
  return (
    isNamed(company.access) ||
    company.access.groups.some((group) => isNamed(company.groups[group] as Company["groups"][number]))
  );
}

async function plant(company: Company): Promise<string> {
  await clear();
  const snapshot = directory({
    users: PEOPLE.map((key, at) =>
      directoryUser(key, company.inactive[at] ? { status: "disabled", disabledBy: "sync" } : {}),
    ),
    departments: KEYS.map((key, at) => {
      const parent = company.parents[at] ?? -1;
      const status = company.deleted[at] ? "deleted" : "active";
      return directoryDepartment(key, KEYS[parent] ?? null, { status });
    }),
    memberships: company.memberships.map(([who, where]) =>
      membership(directoryUser(PEOPLE[who] ?? ""), KEYS[where] ?? ""),
    ),
  });
  await writeDirectory(database, await addConnection(database), withUuids(snapshot));
  const named = (list: readonly (readonly [number, boolean])[]) =>
    list.map(([at, subtree]) => ({ id: departmentOf(KEYS[at] ?? ""), subtree }));
  const groups: string[] = [];
  for (const [at, group] of company.groups.entries()) {
    const users = group.users.map((who) => userOf(PEOPLE[who] ?? ""));
    groups.push(await plantGroup(database, `g${at}`, { users, departments: named(group.departments) }));
  }
  const { id, clientId } = await plantApplication(database);
  for (const who of company.access.users) await plantAccess(database, id, { user: userOf(PEOPLE[who] ?? "") });
  for (const at of company.access.groups) await plantAccess(database, id, { group: groups[at] ?? "" });
  for (const { id: wanted, subtree } of named(company.access.departments))
    await plantAccess(database, id, { department: wanted, subtree });
  return clientId;
}

it("in any company, exactly those may use an application whom its access reaches, and only the others' sign-ins end", async () => {
  await fc.assert(
    fc.asyncProperty(companies, async (company) => {
      const clientId = await plant(company);
      const admitted = PEOPLE.filter((_, at) => mayUse(company, at)).map(userOf);
      for (const key of PEOPLE) {
        expect(await clients.mayUse(userOf(key), clientId)).toBe(admitted.includes(userOf(key)));
        await plantSignIn(database, userOf(key), clientId);
      }
      await endLostAccess(database.kysely, NOW);
      const { open, tokens, sessions } = await readSignIns(database);
      expect(open.map(({ user_id }) => user_id)).toEqual(admitted);
      expect(tokens.map(({ user_id }) => user_id).sort()).toEqual([...admitted].sort());
      expect(sessions).toBe(PEOPLE.length);
    }),
    { numRuns: 60 },
  );
});
