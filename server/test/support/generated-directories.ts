import fc from "fast-check";
import type { DirectoryUser } from "../../src/core/directory/types.ts";
import type { SyncPolicy } from "../../src/core/sync/policy.ts";
import type {
  ContactRange,
  DirectorySnapshot,
  SourceDepartment,
  SourceMembership,
  SourceSnapshot,
  SourceUser,
  SyncHistory,
  Unread,
} from "../../src/core/sync/snapshot.ts";
import {
  departmentId,
  directory,
  directoryDepartment,
  directoryUser,
  history,
  openDepartmentId,
  source,
  sourceDepartment,
  sourceUser,
} from "./sync-makers.ts";

/** Small worlds in which everything that can happen to a tenant happens often: a dozen people, a handful of departments. */
export interface World {
  readonly source: SourceSnapshot;
  readonly directory: DirectorySnapshot;
  readonly policy: SyncPolicy;
  readonly history: SyncHistory;
}

const PEOPLE = Array.from({ length: 14 }, (_, at) => `u${at}`);
const DEPARTMENTS = Array.from({ length: 7 }, (_, at) => `d${at}`);
const NAMES = ["张三", "Zoë O’Hara", "李雷 🙂", "a,b", '"q"', "x+y", "Person"];
const EMAILS = [null, "a@example.com", "b@example.com", "c+d@example.com", "张@例子.cn"];

const state = fc.constantFrom(
  "active",
  "active",
  "active",
  "not_activated",
  "not_joined",
  "frozen",
  "exited",
  "resigned",
  "unknown",
) as fc.Arbitrary<SourceUser["state"]>;

const sourceMemberships: fc.Arbitrary<readonly SourceMembership[]> = fc
  .uniqueArray(fc.constantFrom(...DEPARTMENTS), { maxLength: 3 })
  .map((keys) =>
    keys.map((key, at) => ({
      openDepartmentId: openDepartmentId(key),
      primary: at === 0,
      userOrder: at,
      departmentOrder: 10 - at,
    })),
  );

/** The value of a person or department depends on `flavour`, so that equal flavours on both sides mean nothing changed. */
function person(key: string, flavour: number): Partial<SourceUser> {
  return {
    name: NAMES[(key.length + flavour) % NAMES.length] ?? null,
    email: EMAILS[(Number(key.slice(1)) + flavour) % EMAILS.length] ?? null,
    nickname: flavour === 2 ? "nick" : null,
    attributes: flavour === 1 ? { city: "Bath", en_name: key } : {},
  };
}

const sourceSide = fc.record({
  people: fc.array(
    fc.record({
      key: fc.constantFrom(...PEOPLE),
      flavour: fc.nat(2),
      state,
      memberships: sourceMemberships,
      leader: fc.option(fc.constantFrom(...PEOPLE), { nil: null }),
    }),
    { maxLength: 14 },
  ),
  departments: fc.array(
    fc.record({
      at: fc.nat(DEPARTMENTS.length - 1),
      parent: fc.nat(),
      order: fc.nat(3),
      leader: fc.option(fc.constantFrom(...PEOPLE), { nil: null }),
    }),
    { maxLength: 7 },
  ),
  unread: fc.constantFrom<Unread["what"][]>(
    [],
    [],
    [],
    [],
    ["department_members"],
    ["department_tree"],
    ["root_members"],
  ),
});

const directorySide = fc.record({
  people: fc.array(
    fc.record({
      key: fc.constantFrom(...PEOPLE),
      flavour: fc.nat(2),
      status: fc.constantFrom("active", "active", "active", "disabled", "deleted") as fc.Arbitrary<
        DirectoryUser["status"]
      >,
      by: fc.constantFrom("sync", "operator") as fc.Arbitrary<"sync" | "operator">,
      link: fc.constantFrom("linked", "linked", "linked", "tombstone", "none"),
      role: fc.constantFrom("member", "member", "member", "protected", "operator"),
      departments: fc.uniqueArray(
        fc.record({ at: fc.nat(DEPARTMENTS.length - 1), byHand: fc.constantFrom(false, false, false, true) }),
        { maxLength: 3, selector: ({ at }) => at },
      ),
    }),
    { maxLength: 14 },
  ),
  departments: fc.array(
    fc.record({
      at: fc.nat(DEPARTMENTS.length - 1),
      parent: fc.nat(),
      status: fc.constantFrom("active", "active", "active", "deleted"),
      link: fc.constantFrom("linked", "linked", "linked", "tombstone", "none"),
    }),
    { maxLength: 7 },
  ),
});

const policies: fc.Arbitrary<SyncPolicy> = fc.record({
  unmatchedLocalUsers: fc.constantFrom("ignore", "disable", "delete"),
  unmatchedFeishuUsers: fc.constantFrom("create_and_link", "create_and_link", "ignore"),
  unmatchedLocalDepartments: fc.constantFrom("ignore", "delete"),
  unmatchedFeishuDepartments: fc.constantFrom("create_and_link", "create_and_link", "ignore"),
  departedUsers: fc.constantFrom("disable", "delete", "ignore"),
  departedDepartments: fc.constantFrom("delete", "ignore"),
  fields: fc.record({ mobile: fc.boolean(), employeeNo: fc.boolean(), nickname: fc.boolean() }),
  guard: fc.record({ percent: fc.constantFrom(0, 5, 100), minimum: fc.constantFrom(0, 5, 100) }),
});

const ranges: fc.Arbitrary<ContactRange> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<ContactRange>({ mode: "all", departments: [], users: [] }) },
  fc
    .uniqueArray(fc.constantFrom(...DEPARTMENTS), { minLength: 1 })
    .map((keys): ContactRange => ({ mode: "partial", departments: keys.map(openDepartmentId).sort(), users: [] })),
);

/** Worlds of every kind: half-read sources, shrunken ranges, protected people, tombstones, conflicting addresses. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    there: sourceSide,
    here: directorySide,
    policy: policies,
    range: ranges,
    accepted: fc.option(ranges, { nil: null }),
    lastUsersRead: fc.option(fc.nat(14), { nil: null }),
  })
  .map(({ there, here, policy, range, accepted, lastUsersRead }) => ({
    source: source({
      departments: sourceTree(there.departments),
      users: firstOfEach(there.people).map(({ key, flavour, state, memberships, leader }) =>
        sourceUser(key, {
          ...person(key, flavour),
          state,
          memberships,
          leaderOpenId: leader === null ? null : sourceUser(leader).openId,
        }),
      ),
      coverage: {
        range,
        unread: there.unread.map((what) => ({ what, key: "od-d0", code: "feishu_timeout", message: "" })),
      },
    }),
    directory: directorySnapshot(here),
    policy,
    history: { ...history, acceptedRange: accepted, lastUsersRead },
  }));

function firstOfEach<One extends { readonly key: string }>(list: readonly One[]): One[] {
  return [...new Map(list.map((one) => [one.key, one])).values()];
}

/** Parents always come from a smaller number, so there is no circle; some parents are missing. */
function sourceTree(
  list: readonly { at: number; parent: number; order: number; leader: string | null }[],
): SourceDepartment[] {
  const unique = [...new Map(list.map((one) => [one.at, one])).values()];
  return unique.map(({ at, parent, order, leader }) =>
    sourceDepartment(`d${at}`, at === 0 || parent % 3 === 0 ? null : `d${parent % at}`, {
      order,
      leaderOpenIds: leader === null ? [] : [sourceUser(leader).openId],
    }),
  );
}

type Here = typeof directorySide extends fc.Arbitrary<infer Side> ? Side : never;

function directorySnapshot(here: Here): DirectorySnapshot {
  const departments = [...new Map(here.departments.map((one) => [one.at, one])).values()].sort((a, b) => a.at - b.at);
  const present = new Set(departments.map(({ at }) => at));
  const rows = departments.map(({ at, parent, status, link }) => {
    const above = at === 0 || parent % 3 === 0 || !present.has(parent % at) ? null : `d${parent % at}`;
    const base = directoryDepartment(`d${at}`, above);
    return {
      ...base,
      status: status as "active" | "deleted",
      origin: link === "none" ? ("built_in" as const) : ("feishu" as const),
      link: link === "none" || base.link === null ? null : { ...base.link, tombstone: link === "tombstone" },
    };
  });
  const listed = new Set(rows.filter((row) => row.status === "active").map((row) => row.id));
  const users = firstOfEach(here.people).map(({ key, flavour, status, by, link, role }) => {
    const base = directoryUser(key);
    const { name, email, nickname, attributes } = person(key, flavour);
    return {
      ...base,
      name: name ?? base.name,
      email: email ?? null,
      nickname: nickname ?? null,
      attributes: attributes ?? {},
      status,
      disabledBy: status === "active" ? null : by,
      protected: role !== "member",
      operator: role === "operator",
      origin: link === "none" ? ("built_in" as const) : ("feishu" as const),
      link: link === "none" || base.link === null ? null : { ...base.link, tombstone: link === "tombstone" },
    };
  });
  const memberships = firstOfEach(here.people).flatMap(({ key, departments: where }) =>
    where
      .filter(({ at }) => listed.has(departmentId(`d${at}`)))
      .map(({ at, byHand }, index) => ({
        userId: directoryUser(key).id,
        departmentId: departmentId(`d${at}`),
        primary: index === 0,
        userOrder: index,
        departmentOrder: 10 - index,
        origin: byHand ? ("built_in" as const) : ("feishu" as const),
      })),
  );
  return directory({ departments: rows, users, memberships });
}

/** The same world with every list in another order. */
export function shuffled(world: World, seed: number): World {
  const mix = <One>(list: readonly One[]): One[] =>
    list
      .map((one, at) => ({ one, key: Math.imul(at + 1, 2_654_435_761 ^ seed) >>> 0 }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
  return {
    ...world,
    source: { ...world.source, users: mix(world.source.users), departments: mix(world.source.departments) },
    directory: {
      ...world.directory,
      users: mix(world.directory.users),
      departments: mix(world.directory.departments),
      memberships: mix(world.directory.memberships),
    },
  };
}
