import { expect, test } from "vitest";
import type { DepartmentId, Instant, UserId } from "../../core/kernel/ids.ts";
import { LiveTree } from "../../core/ldap/live-tree.ts";
import type { ProvisionInput } from "../../core/ldap/provision/types.ts";
import { defaultRelations } from "../../core/ldap/relations/compile.ts";
import { planSlowly } from "./plan-slowly.ts";
import type { ReadableDirectory } from "./ports.ts";

const AT = "2026-01-01T00:00:00.000Z" as Instant;
const times = { createdAt: AT, updatedAt: AT };
const nobody = { email: null, mobile: null, employeeNo: null, jobTitle: null, leaderId: null, active: true, ...times };
const id = (at: number) => `00000000-0000-4000-8000-00000000${String(at).padStart(4, "0")}` as UserId;
const person = (at: number, username = `p${at}`) => ({
  ...{ ...nobody, id: id(at), username, name: `P ${at}`, uidNumber: 100_000 + at },
});

/** More people than are planned between two pauses. */
function company(): LiveTree {
  const tree = new LiveTree("dc=served");
  tree.putPeople(Array.from({ length: 2500 }, (_, at) => person(at)));
  return tree;
}

const input: ProvisionInput = {
  shape: {
    ...{ baseDn: "dc=x", profile: "flat", places: { people: "people", groups: "groups", departments: "departments" } },
    ...{ groupClass: "groupOfNames", subtreeGroups: false, leavers: "disable", createBase: true, adopt: false },
    ...{ renames: true, guard: { percent: 100, minimum: 1000 }, bindDn: "cn=admin,dc=x" },
  },
  ...{ found: [], links: [], passwords: new Map(), recentRemovals: { people: 0, others: 0 } },
};
const going = new AbortController().signal;

/** A directory whose own reading is another company, so that it shows which of them was planned on. */
function directory() {
  const own = new LiveTree("dc=own");
  own.putPeople([person(1, "own")]);
  const reads: string[] = [];
  const readable: ReadableDirectory = {
    checkRelations: () => Promise.reject(new Error("not asked here")),
    read: () => Promise.reject(new Error("not asked here")),
    async readOwn() {
      reads.push("own");
      return { revision: 8, tree: async () => own };
    },
  };
  return { readable, reads };
}

async function plan(tree: () => LiveTree | undefined, readable: ReadableDirectory, stopped = going) {
  const { plan: made, revision } = await planSlowly(
    readable,
    { revision: 7, tree: async () => tree() },
    defaultRelations,
    input,
    stopped,
  );
  const people = made.changes.filter(({ kind }) => kind === "people");
  return { people: people.length, first: people[0]?.dn, revision };
}

test("the tree that is served is planned on while it stands still", async () => {
  const { readable, reads } = directory();
  const tree = company();
  expect(await plan(() => tree, readable)).toEqual({ people: 2500, first: "uid=p0,ou=people,dc=x", revision: 7 });
  expect(reads).toEqual([]);
});

test.each([
  ["gains somebody", (tree: LiveTree) => tree.putPeople([person(3000)])],
  ["loses somebody", (tree: LiveTree) => tree.dropPeople([id(2000)])],
  [
    "has somebody moved",
    (tree: LiveTree) => tree.addMemberships([{ userId: id(1), departmentId: "d" as DepartmentId }]),
  ],
])("where it %s meanwhile, one of its own is read, which stands still", async (_, change) => {
  const { readable, reads } = directory();
  const tree = company();
  const planning = plan(() => tree, readable);
  setImmediate(() => change(tree));
  expect(await planning).toEqual({ people: 1, first: "uid=own,ou=people,dc=x", revision: 8 });
  expect(reads).toEqual(["own"]);
});

test("where its relations are others by now, one of its own is read", async () => {
  const { readable, reads } = directory();
  expect(await plan(() => undefined, readable)).toMatchObject({ people: 1, revision: 8 });
  expect(reads).toEqual(["own"]);
});

test("a run that is stopped does not plan on", async () => {
  const { readable, reads } = directory();
  const stopping = new AbortController();
  const tree = company();
  const planning = plan(() => tree, readable, stopping.signal);
  stopping.abort(new Error("stopped"));
  await expect(planning).rejects.toThrow("stopped");
  expect(reads).toEqual([]);
});
