import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { Departments, UserFilter, Users } from "./ports.ts";
import { makeDepartments, makeUsers } from "./users.ts";

/** What lists cost at 100,000 people: counted in rows the database touches, because time depends on the machine. */

const PEOPLE = 100_000;
const DEPARTMENTS = 10_000;
const page = { limit: 50, cursor: null };
let database: OpenDatabase;
let users: Users;
let departments: Departments;
beforeAll(async () => {
  database = await openTestDatabase();
  const clock = fixedClock("2026-03-01T08:00:00Z");
  users = makeUsers({ database, clock });
  departments = makeDepartments({ database, clock });
  await database.pool.query(`
    insert into department (id, name, origin) select gen_random_uuid(), 'Top ' || i, 'feishu' from generate_series(1, 20) i;
    insert into department (id, name, origin, parent_id)
      select gen_random_uuid(), 'Department ' || i, 'feishu', (select id from department where number = 1 + i % 20)
      from generate_series(21, ${DEPARTMENTS}) i;
    insert into directory_user (id, username, name, email, employee_no, origin, status, disabled_by)
      select gen_random_uuid(), 'user' || i, chr(19968 + (i * 7919) % 5000) || ' ' || i, 'user' || i || '@example.com', 'E' || i,
        'feishu', case when i % 1000 = 0 then 'deleted' else 'active' end, case when i % 1000 = 0 then 'sync' end
      from generate_series(1, ${PEOPLE}) i;
    insert into membership (user_id, department_id, origin)
      select u.id, d.id, 'feishu' from directory_user u
      join department d on d.number = 21 + abs(hashtext(u.username)) % (${DEPARTMENTS} - 21);
    analyze directory_user; analyze membership; analyze department`);
});
afterAll(() => database.close());

test("the page of a list of everybody walks an index and stops; the total is exact", async () => {
  for (const order of ["name, id", "lower(username), id"]) {
    const { rows } = await database.pool.query<{ "QUERY PLAN": string }>(
      `explain select id from directory_user where status <> 'deleted' order by ${order} limit 51`,
    );
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toMatch(/Index Scan using directory_user_(name_idx|username_key)/);
    expect(plan).not.toContain("Seq Scan");
  }
  expect(await users.list({}, "username", page)).toMatchObject({ value: { total: PEOPLE - PEOPLE / 1000 } });
});

test.each<[string, UserFilter, number]>([
  ["by part of an address", { text: "USER99999@" }, 1],
  ["by employee number", { text: "e4242" }, 11],
  ["those deleted", { status: "deleted" }, PEOPLE / 1000],
])("finds people %s", async (_name, filter, total) => {
  expect(await users.list(filter, "name", page)).toMatchObject({ ok: true, value: { total } });
});

test("pages of a search show everybody once", async () => {
  const seen: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const listed = await users.list({ text: "user77" }, "-name", { limit: 200, cursor });
    if (!listed.ok) throw new Error(listed.error.code);
    seen.push(...listed.value.items.map(({ username }) => username));
    cursor = listed.value.nextCursor;
    if (cursor === null) break;
  }
  expect(new Set(seen).size).toBe(seen.length);
  // 77, 770-779, 7700-7799, 77000-77999, without 77000 who is deleted.
  expect(seen.length).toBe(1 + 10 + 100 + 1000 - 1);
});

test("the whole tree of 10,000 departments fits into 120 kB on the wire", async () => {
  const items = await departments.readTree();
  expect(items).toHaveLength(DEPARTMENTS);
  expect(items.reduce((sum, { members }) => sum + members, 0)).toBe(PEOPLE - PEOPLE / 1000);
  expect(gzipSync(JSON.stringify({ items })).length).toBeLessThanOrEqual(120_000);
});
