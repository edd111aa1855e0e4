import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { defaultRelations } from "../../src/core/ldap/relations/compile.ts";
import type { Tree } from "../../src/core/ldap/tree.ts";
import { isRemembered } from "../../src/features/directory/delta-reader.ts";
import { forgetDeltas, startLdapView } from "../../src/features/directory/index.ts";
import { followChanges } from "../../src/features/directory/ldap-change-reader.ts";
import { readLdapTree } from "../../src/features/directory/ldap-tree-reader.ts";
import type { LdapView } from "../../src/features/directory/ldap-view.ts";
import type { OpenDatabase } from "../../src/platform/db/open-database.ts";
import { openTestDatabase } from "../support/database.ts";
import { describeTree } from "../support/ldap-tree.ts";

const BASE = "dc=example,dc=com";
let database: OpenDatabase;
const faults: unknown[] = [];
const views: LdapView[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
afterEach(async () => {
  for (const view of views.splice(0)) await view.stop();
  await sql("delete from directory_user", "delete from department", "delete from directory_group");
  await sql("delete from ldap_person", "delete from ldap_group", "delete from directory_delta");
  expect(faults.splice(0)).toEqual([]);
});

async function openView(): Promise<LdapView> {
  const view = await startLdapView(database, BASE, (error) => faults.push(error));
  views.push(view);
  return view;
}
async function sql(...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await database.pool.query(statement);
}
async function expectWhole(view: LdapView): Promise<void> {
  const { tree } = await readLdapTree(database, BASE, defaultRelations);
  expect(describeTree(view.tree())).toEqual(describeTree(tree));
}

const id = (kind: number, at: number) => `'00000000-0000-4000-800${kind}-00000000000${at}'`;
const user = (at: number) => id(1, at);
const department = (at: number) => id(2, at);
const group = (at: number) => id(3, at);
const createUser = (at: number) =>
  `insert into directory_user (id, username, name, email, employee_no, origin)
   values (${user(at)}, 'p${at}', '李${at}', 'p${at % 2}@example.com', '${at % 3}', 'built_in') on conflict do nothing`;
const createDepartment = (at: number) =>
  `insert into department (id, name, origin) values (${department(at)}, '部门${at}', 'built_in') on conflict do nothing`;
const createGroup = (at: number) =>
  `insert into directory_group (id, name) values (${group(at)}, 'VPN ${at}') on conflict do nothing`;
const join = (at: number, to: number) =>
  `insert into membership (user_id, department_id, origin) select u.id, d.id, 'built_in' from directory_user u, department d
   where u.id = ${user(at)} and d.id = ${department(to)} on conflict do nothing`;

/** Everything that happens to a directory, in statements; a few people and places, so that it happens to the same ones. */
const at = fc.nat(4);
const to = fc.nat(3);
const change: fc.Arbitrary<string> = fc.oneof(
  at.map(createUser),
  to.map(createDepartment),
  to.map(createGroup),
  fc.tuple(at, to).map(([one, other]) => join(one, other)),
  fc
    .tuple(at, to)
    .map(
      ([one, other]) => `delete from membership where user_id = ${user(one)} and department_id = ${department(other)}`,
    ),
  fc
    .tuple(
      at,
      fc.constantFrom(
        "name = '王'",
        "email = null",
        "employee_no = '0'",
        "username = 'q' || username",
        "leader_id = id",
      ),
    )
    .map(
      ([one, set]) =>
        `update directory_user set ${set}, updated_at = now() where id = ${user(one)} and length(username) < 6`,
    ),
  fc
    .tuple(at, fc.constantFrom("('active', null)", "('disabled', 'operator')", "('deleted', 'sync')"))
    .map(([one, state]) => `update directory_user set (status, disabled_by) = ${state} where id = ${user(one)}`),
  at.map((one) => `update directory_user set service_account = not service_account where id = ${user(one)}`),
  at.map((one) => `delete from directory_user where id = ${user(one)}`),
  fc
    .tuple(to, fc.constantFrom("name = '平台'", "status = 'deleted'", "status = 'active'", "parent_id = null"))
    .map(([one, set]) => `update department set ${set} where id = ${department(one)}`),
  fc.tuple(to, to).map(
    ([one, other]) => `update department set parent_id = ${department(Math.min(one, other))}
       where id = ${department(Math.max(one, other) + 1)} and exists (select from department where id = ${department(Math.min(one, other))})`,
  ),
  to.map(
    (one) =>
      `delete from department d where id = ${department(one)} and not exists (select from department c where c.parent_id = d.id)`,
  ),
  to.map((one) => `update directory_group set description = description || 'x' where id = ${group(one)}`),
  to.map((one) => `delete from directory_group where id = ${group(one)}`),
  fc.tuple(to, at).map(
    ([
      one,
      other,
    ]) => `insert into group_member (group_id, user_id) select g.id, u.id from directory_group g, directory_user u
       where g.id = ${group(one)} and u.id = ${user(other)} on conflict do nothing`,
  ),
  fc.tuple(to, to, fc.boolean()).map(
    ([one, other, below]) => `insert into group_member (group_id, department_id, subtree) select g.id, d.id, ${below}
       from directory_group g, department d where g.id = ${group(one)} and d.id = ${department(other)} on conflict do nothing`,
  ),
  to.map((one) => `delete from group_member where group_id = ${group(one)}`),
);

test("two processes that follow any series of changes each hold what is in the database", {
  timeout: 60_000,
}, async () => {
  const [one, other] = [await openView(), await openView()];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(change, { maxLength: 8 }), { maxLength: 5 }), async (rounds) => {
      for (const statements of rounds) {
        await sql(...statements);
        await Promise.all([one.refresh(), other.refresh()]);
        await expectWhole(one);
        expect(describeTree(other.tree())).toEqual(describeTree(one.tree()));
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

test("what ends later than it began is not missed", async () => {
  const view = await openView();
  const slow = await database.pool.connect();
  try {
    await slow.query("begin");
    await slow.query(createUser(1));
    await sql(createUser(2));
    await view.refresh();
    expect(view.tree().people.map(({ record }) => record.username)).toEqual(["p2"]);
    await slow.query("commit");
  } finally {
    slow.release();
  }
  await view.refresh();
  await expectWhole(view);
  expect(view.tree().people).toHaveLength(2);
});

test("who was in a department or group is in it again when either comes back", async () => {
  const view = await openView();
  const follow = async (statement: string) => {
    await sql(statement);
    await view.refresh();
    await expectWhole(view);
    return view.tree().people.map(({ departments, groups }) => [departments.length, groups.length]);
  };
  await sql(createDepartment(1), createUser(1), createGroup(1), join(1, 1));
  await sql(
    `insert into group_member (group_id, user_id) values (${group(1)}, ${user(1)})`,
    `insert into group_member (group_id, department_id) values (${group(1)}, ${department(1)})`,
  );
  expect(await follow("select 1")).toEqual([[1, 1]]);
  expect(await follow(`update department set status = 'deleted' where id = ${department(1)}`)).toEqual([[0, 1]]);
  expect(await follow(`update department set status = 'active' where id = ${department(1)}`)).toEqual([[1, 1]]);
  expect(await follow("update directory_user set (status, disabled_by) = ('deleted', 'sync')")).toEqual([]);
  expect(await follow("update directory_user set (status, disabled_by) = ('active', null)")).toEqual([[1, 1]]);
});

test("the same tree goes on being served, and shows a change by itself within a second", async () => {
  const view = await openView();
  const before = view.tree();
  await sql(createDepartment(1), createUser(1), join(1, 1));
  await expect.poll(() => view.tree().people[0]?.departments.length, { timeout: 1000, interval: 20 }).toBe(1);
  expect(view.tree()).toBe(before);
});

test("a tree that is whole is the one before a change or the one after it", async () => {
  const all = [0, 1, 2, 3, 4];
  await sql(createDepartment(1), createGroup(1), ...all.map(createUser), ...all.map((one) => join(one, 1)));
  await sql(...all.map((one) => `insert into group_member (group_id, user_id) values (${group(1)}, ${user(one)})`));
  const view = await openView();
  // From here on it follows when it is asked to.
  await view.stop();
  const before = describeTree(view.tree());
  await sql("update directory_group set description = 'x'", "update directory_user set job_title = 'x'");
  await sql("update department set name = name || ' x'");
  const after = describeTree((await readLdapTree(database, BASE, defaultRelations)).tree);
  let isDone = false;
  const refreshing = view.refresh().finally(() => {
    isDone = true;
  });
  let torn = 0;
  const shown = new Set<string>();
  while (!isDone) {
    const [now, whole] = [describeTree(view.tree()), view.whole()];
    if (whole === undefined) {
      if (!isDeepStrictEqual(now, before) && !isDeepStrictEqual(now, after)) torn += 1;
    } else shown.add(isDeepStrictEqual(now, before) ? "before" : isDeepStrictEqual(now, after) ? "after" : "torn");
    await setImmediate();
  }
  await refreshing;
  expect(torn).toBeGreaterThan(0);
  expect([...shown]).not.toContain("torn");
  expect(describeTree(view.whole() as Tree)).toEqual(after);
});

test("a tree is not whole where following it was broken off, until it is followed to the end", async () => {
  await sql(
    createGroup(1),
    createUser(1),
    `insert into group_member (group_id, user_id) values (${group(1)}, ${user(1)})`,
  );
  const view = await openView();
  // From here on it follows when it is asked to.
  await view.stop();
  await sql("update directory_group set description = 'x'");
  const blocker = await database.pool.connect();
  await blocker.query("begin; lock table membership in access exclusive mode");
  const broken = view.refresh();
  await expect.poll(() => view.whole()).toBeUndefined();
  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  );
  await expect(broken).rejects.toThrow();
  expect(view.whole()).toBeUndefined();
  await blocker.query("rollback");
  blocker.release();
  await view.refresh();
  expect(describeTree(view.whole() as Tree)).toEqual(describeTree(view.tree()));
  await expectWhole(view);
});

test("a change too large to be written down is read as a whole", async () => {
  const view = await openView();
  const before = view.tree();
  await sql(`insert into directory_user (id, username, name, origin)
    select gen_random_uuid(), 'many' || n, '王', 'built_in' from generate_series(1, 20001) n`);
  await view.refresh();
  expect(view.tree()).not.toBe(before);
  expect(view.tree().people).toHaveLength(20_001);
});

test("a change too large to be written down that comes after the last look is not passed over", async () => {
  const { tree, snapshot } = await readLdapTree(database, BASE, defaultRelations);
  await sql(`insert into directory_user (id, username, name, origin)
    select gen_random_uuid(), 'late' || n, '王', 'built_in' from generate_series(1, 20001) n`);
  expect(await followChanges(database.kysely, tree, snapshot)).toBeUndefined();
  expect(tree.people).toHaveLength(0);
});

test("whoever last looked nearly an hour ago does not trust what is written down", () => {
  expect(isRemembered(0, 49 * 60)).toBe(true);
  expect(isRemembered(0, 51 * 60)).toBe(false);
});

test("deltas of another server's past are passed over, and all of them are forgotten after a while", async () => {
  const view = await openView();
  const before = view.tree();
  await sql("insert into directory_delta (xid, kind) values ('900000000000', 'user')");
  await view.refresh();
  expect(view.tree()).toBe(before);
  await sql("update directory_delta set at = now() - interval '2 hours'");
  await forgetDeltas(database.kysely);
  const { rows } = await database.pool.query("select from directory_delta");
  expect(rows).toHaveLength(0);
});
