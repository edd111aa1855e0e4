import { createHash } from "node:crypto";
import type { DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../../src/core/directory/types.ts";
import type { DepartmentId, Instant, OpenDepartmentId, OpenId, UnionId, UserId } from "../../src/core/kernel/ids.ts";
import type { PlanInput, PlanTools } from "../../src/core/sync/plan-context.ts";
import type { SyncPolicy } from "../../src/core/sync/policy.ts";
import type {
  Coverage,
  DirectorySnapshot,
  Readability,
  SourceDepartment,
  SourceMembership,
  SourceSnapshot,
  SourceUser,
  SyncHistory,
} from "../../src/core/sync/snapshot.ts";

/** Tiny makers: every default is valid, so a test shows only the field it is about. */

export const tools: PlanTools = {
  hash: (text) => createHash("sha256").update(text).digest("hex"),
  romanize: (name) => name.replace(/[^a-z]/gi, "").toLowerCase(),
};

export const policy: SyncPolicy = {
  unmatchedLocalUsers: "ignore",
  unmatchedFeishuUsers: "create_and_link",
  unmatchedLocalDepartments: "ignore",
  unmatchedFeishuDepartments: "create_and_link",
  departedUsers: "disable",
  departedDepartments: "delete",
  fields: { mobile: true, employeeNo: true, nickname: true },
  guard: { percent: 5, minimum: 5 },
};

export const history: SyncHistory = {
  acceptedRange: null,
  lastUsersRead: null,
  recentRemovals: 0,
  linkedActiveAtWindowStart: 1000,
  removalsFrozen: false,
  now: "2026-01-01T00:00:00.000Z" as Instant,
};

export const everythingReadable: Readability = {
  user: {
    name: true,
    nickname: true,
    email: true,
    enterpriseEmail: true,
    mobile: true,
    employeeNo: true,
    jobTitle: true,
    departments: true,
    leader: true,
    state: true,
  },
  department: { name: true, parent: true, order: true, leaders: true },
  attributes: ["city", "en_name"],
};

export const coverage: Coverage = {
  range: { mode: "all", departments: [], users: [] },
  departmentsExpected: 0,
  departmentsRead: 0,
  departmentsRefused: 0,
  usersRead: 0,
  usersHint: null,
  unread: [],
  calls: 1,
};

export function sourceUser(key: string, over: Partial<SourceUser> = {}): SourceUser {
  return {
    unionId: `on_${key}` as UnionId,
    openId: `ou_${key}` as OpenId,
    userId: `user-${key}`,
    name: `Person ${key}`,
    nickname: null,
    email: `${key}@example.com`,
    mobile: null,
    employeeNo: null,
    jobTitle: null,
    state: "active",
    leaderOpenId: null,
    memberships: [],
    attributes: {},
    ...over,
  };
}

export function inDepartments(...keys: string[]): SourceMembership[] {
  return keys.map((key, at) => ({
    openDepartmentId: openDepartmentId(key),
    primary: at === 0,
    userOrder: 0,
    departmentOrder: 10 - at,
  }));
}

export function openDepartmentId(key: string): OpenDepartmentId {
  return `od-${key}` as OpenDepartmentId;
}

export function sourceDepartment(
  key: string,
  parent: string | null = null,
  over: Partial<SourceDepartment> = {},
): SourceDepartment {
  return {
    openDepartmentId: openDepartmentId(key),
    departmentId: key,
    name: `Department ${key}`,
    parentOpenDepartmentId: parent === null ? null : openDepartmentId(parent),
    order: 0,
    leaderOpenIds: [],
    memberCount: null,
    ...over,
  };
}

export function source(
  over: Partial<Omit<SourceSnapshot, "coverage">> & { coverage?: Partial<Coverage> } = {},
): SourceSnapshot {
  const users = over.users ?? [];
  return {
    target: { kind: "all" },
    readable: everythingReadable,
    departments: [],
    confirmedAbsentUsers: [],
    confirmedAbsentDepartments: [],
    ...over,
    users,
    coverage: { ...coverage, usersRead: users.length, ...over.coverage },
  };
}

export function directoryUser(key: string, over: Partial<DirectoryUser> = {}): DirectoryUser {
  return {
    id: `00000000-0000-8000-a000-user${key.padStart(8, "0")}` as UserId,
    username: key,
    name: `Person ${key}`,
    nickname: null,
    email: `${key}@example.com`,
    mobile: null,
    employeeNo: null,
    jobTitle: null,
    leaderId: null,
    attributes: {},
    status: "active",
    disabledBy: null,
    origin: "feishu",
    protected: false,
    operator: false,
    link: {
      unionId: `on_${key}` as UnionId,
      openId: `ou_${key}` as OpenId,
      feishuUserId: `user-${key}`,
      tombstone: false,
    },
    pin: null,
    ...over,
  };
}

/** An account made by hand and never linked. */
export function localUser(key: string, over: Partial<DirectoryUser> = {}): DirectoryUser {
  return directoryUser(key, { origin: "built_in", link: null, ...over });
}

export function departmentId(key: string): DepartmentId {
  return `00000000-0000-8000-a000-dept${key.padStart(8, "0")}` as DepartmentId;
}

export function directoryDepartment(
  key: string,
  parent: string | null = null,
  over: Partial<DirectoryDepartment> = {},
): DirectoryDepartment {
  return {
    id: departmentId(key),
    name: `Department ${key}`,
    parentId: parent === null ? null : departmentId(parent),
    order: 0,
    leaderIds: [],
    status: "active",
    origin: "feishu",
    link: { openDepartmentId: openDepartmentId(key), feishuDepartmentId: key, tombstone: false },
    pin: null,
    ...over,
  };
}

export function membership(
  user: DirectoryUser,
  department: string,
  over: Partial<DirectoryMembership> = {},
): DirectoryMembership {
  return {
    userId: user.id,
    departmentId: departmentId(department),
    primary: true,
    userOrder: 0,
    departmentOrder: 10,
    origin: "feishu",
    ...over,
  };
}

export function directory(over: Partial<DirectorySnapshot> = {}): DirectorySnapshot {
  return { revision: 1, departments: [], users: [], memberships: [], takenUsernames: [], ...over };
}

export function planInput(over: Partial<PlanInput> = {}): PlanInput {
  return { source: source(), directory: directory(), policy, history, tools, ...over };
}
