import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Rehearsal, rehearse } from "../../../test/support/feishu-emulator.ts";
import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { SourceDepartment, SourceUser } from "../../core/sync/snapshot.ts";
import type { ReadOptions } from "./reading.ts";

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse({ users: 120, departments: 20, memberships: 140 });
});
afterAll(() => rehearsal.emulator.close());
afterEach(() => rehearsal.control("POST", "/reset", {}));

/** Nothing is known, or everything. */
const knowing = (everything: boolean): ReadOptions["findKnown"] => ({
  departments: async (ids) => new Set(everything ? ids : []),
  people: async (ids) => new Set(everything ? ids : []),
});

async function read(
  openIds: readonly string[],
  openDepartmentIds: readonly string[],
  findKnown: ReadOptions["findKnown"],
) {
  const users: SourceUser[] = [];
  const departments: SourceDepartment[] = [];
  const target = {
    kind: "records" as const,
    openIds: openIds as OpenId[],
    openDepartmentIds: openDepartmentIds as OpenDepartmentId[],
  };
  const sink = {
    users: (batch: readonly SourceUser[]) => void users.push(...batch),
    departments: (batch: readonly SourceDepartment[]) => void departments.push(...batch),
  };
  const connector = rehearsal.connect();
  const signal = new AbortController().signal;
  const result = await connector.readContacts(target, sink, { signal, ...(findKnown ? { findKnown } : {}) });
  connector.close();
  return {
    ...result,
    users: users.map(({ openId }) => openId),
    departments: departments.map((one) => one.openDepartmentId),
  };
}

/** Somebody with a leader, and somewhere below another department. */
async function somebody() {
  const { users, departments } = await rehearsal.truth();
  const parents = new Map(departments.map(({ open_department_id: id, parent }) => [id, parent]));
  const person = users.find(
    ({ listed, leader, departments: within }) =>
      listed && leader !== null && within.some((id) => parents.has(id) && parents.get(id) !== "0"),
  );
  if (person === undefined) throw new Error("nobody is led");
  const chain: string[] = [];
  for (const first of person.departments)
    for (let id = first; parents.has(id); id = parents.get(id) ?? "0") if (!chain.includes(id)) chain.push(id);
  return { person, chain: chain.sort(), within: person.departments.filter((id) => id !== "0").sort() };
}

test("of what is known only the people and their own departments are asked for", async () => {
  const { person, within } = await somebody();
  const known = await read([person.open_id], [], knowing(true));
  expect(known).toMatchObject({ users: [person.open_id], confirmedAbsentUsers: [], coverage: { unread: [] } });
  expect([...known.departments].sort()).toEqual(within);
});

test("what is not known comes with everything above it, and with whoever leads", async () => {
  const { person, chain } = await somebody();
  const unknown = await read([person.open_id], [], knowing(false));
  expect(unknown.users).toContain(person.leader);
  for (const id of chain) expect(unknown.departments).toContain(id);
});

test("a department comes with everything above it and without its people", async () => {
  const { chain, within } = await somebody();
  const { users, departments } = await read([], within, knowing(true));
  expect(users).toEqual([]);
  expect([...departments].sort()).toEqual(chain);
});

test("who is missing from a batch is asked for singly, and the contact range with them", async () => {
  const { person } = await somebody();
  await rehearsal.control("DELETE", "/statistics");
  const gone = await read([person.open_id, "ou_nobody"], ["od-none"], knowing(true));
  expect(gone).toMatchObject({
    confirmedAbsentUsers: ["ou_nobody"],
    confirmedAbsentDepartments: ["od-none"],
    coverage: { range: { mode: "all" }, unread: [] },
  });
  const { per_api: calls } = await rehearsal.control<{ per_api: Record<string, { calls: number }> }>(
    "GET",
    "/statistics",
  );
  const of = (api: string) => calls[`GET /open-apis/contact/v3/${api}`]?.calls;
  expect([of("users/batch"), of("users/:user_id"), of("departments/:department_id")]).toEqual([1, 1, 1]);
});
