import type { RunId } from "../../src/core/kernel/ids.ts";
import { err, ok } from "../../src/core/kernel/result.ts";
import type { Group, GroupMember, Groups } from "../../src/features/directory/group-ports.ts";
import type { Imports } from "../../src/features/directory/import-ports.ts";
import type { LdapRelations } from "../../src/features/directory/ldap-relation-ports.ts";
import type { Links } from "../../src/features/directory/link-ports.ts";
import type {
  DepartmentDetail,
  Departments,
  ListedDepartmentRef,
  UserDetail,
  UserRef,
  Users,
} from "../../src/features/directory/ports.ts";
import { AT, actor, departmentId, sampleDepartment, sampleUser, userId } from "./api-samples.ts";
import { memoryLdapRelations } from "./memory-ldap-relations.ts";
import { flow, pageOf } from "./memory-pages.ts";

interface Held {
  users: UserDetail[];
  departments: DepartmentDetail[];
}

/** The directory of a test's server: what `state` holds, and one group. */
export function memoryDirectory(state: Held): {
  users: Users;
  departments: Departments;
  links: Links;
  groups: Groups;
  ldapRelations: LdapRelations;
  imports: Imports;
} {
  return {
    users: memoryUsers(state),
    departments: memoryDepartments(state),
    links: memoryLinks(state),
    groups,
    ldapRelations: memoryLdapRelations((user) => findUser(state, user)),
    imports: memoryImports,
  };
}

/** Creates whoever is sent. */
const memoryImports: Imports = {
  preview: async ({ people }) =>
    ok({ people: people.map(({ username }) => ({ username, outcome: "created" as const })), groups: [] }),
  apply: async ({ people }) =>
    ok({ people: people.map(({ username }) => ({ username, outcome: "created" as const })), groups: [] }),
};

function memoryUsers(state: Held): Users {
  const found = (user: UserRef) => {
    const detail = findUser(state, user);
    return detail ? ok(detail) : err({ code: "user_not_found" as const });
  };
  const change = <Code extends string>(user: UserRef, from: string, failure: Code, status: UserDetail["status"]) => {
    const detail = findUser(state, user);
    if (!detail) return err({ code: "user_not_found" as const });
    return detail.status === from ? ok({ ...detail, status }) : err({ code: failure });
  };
  return {
    list: async (_filter, _sort, page) => pageOf(state.users, page),
    export: () => flow(state.users),
    find: async (user) => findUser(state, user),
    readHistory: async (user, page) =>
      findUser(state, user) ? pageOf([HISTORY], page) : err({ code: "user_not_found" }),
    create: async (user) => ok(sampleUser(2, { name: user.name, origin: "built_in", feishu: null })),
    update: async (user) => found(user),
    disable: async (user) => change(user, "active", "user_not_active", "disabled"),
    enable: async (user) => change(user, "disabled", "user_not_disabled", "active"),
    restore: async (user) => change(user, "deleted", "user_not_deleted", "active"),
    delete: async (user) => change(user, "active", "user_deleted", "deleted"),
  };
}

function memoryDepartments(state: Held): Departments {
  const find = (ref: ListedDepartmentRef) =>
    state.departments.find((department) => {
      if (ref.kind === "id") return department.id === ref.id;
      if (ref.kind === "number") return department.number === ref.number;
      return department.openDepartmentId === ref.openDepartmentId;
    });
  const found = (ref: ListedDepartmentRef) => {
    const department = find(ref);
    return department ? ok(department) : err({ code: "department_not_found" as const });
  };
  return {
    list: async (_filter, page) => pageOf(state.departments, page),
    export: () => flow(state.departments),
    find: async (ref) => find(ref),
    readTree: async () =>
      state.departments.map(({ number, name, memberCount }) => ({ number, parent: null, name, members: memberCount })),
    create: async ({ name }) => ok(sampleDepartment(2, { name, origin: "built_in", openDepartmentId: null })),
    update: async (ref) => found(ref),
    delete: async (ref) => found(ref),
  };
}

function memoryLinks(state: Held): Links {
  const found = (user: UserRef) => {
    const detail = findUser(state, user);
    return detail ? ok(detail) : err({ code: "user_not_found" as const });
  };
  const links = state.users.flatMap(({ feishu, ...user }) =>
    feishu ? [{ user, openId: feishu.openId, unionId: feishu.unionId, feishuUserId: feishu.userId, linkedAt: AT }] : [],
  );
  return {
    list: async (_text, page) => pageOf(links, page),
    export: () => flow(links),
    readConflicts: async () => ({ items: [], runId: null, truncated: false }),
    link: async (user) => found(user),
    unlink: async (user) => found(user),
  };
}

const GROUP: Group = {
  id: userId(970),
  name: "Climbers",
  description: "",
  users: 1,
  departments: 1,
  createdAt: AT,
  updatedAt: AT,
};
const MEMBERS: readonly GroupMember[] = [
  { kind: "department", id: departmentId(1), name: "研发部", username: null, number: 1, subtree: true },
  { kind: "user", id: userId(1), name: "User 1", username: "user1", number: null, subtree: false },
];
const foundGroup = async (id: string) => (id === GROUP.id ? ok(GROUP) : err({ code: "group_not_found" as const }));
const groups: Groups = {
  list: async (_text, page) => pageOf([GROUP], page),
  find: async (id) => (id === GROUP.id ? GROUP : undefined),
  readMembers: async (id, page) => (id === GROUP.id ? pageOf(MEMBERS, page) : err({ code: "group_not_found" })),
  create: async (group) => ok({ ...GROUP, ...group }),
  update: foundGroup,
  delete: foundGroup,
  changeMembers: foundGroup,
};

/** The user somebody names by id, username or e-mail. */
export function findUser(state: Pick<Held, "users">, ref: UserRef): UserDetail | undefined {
  return state.users.find(
    (user) => nameOf(ref) === user.id || nameOf(ref) === user.username || nameOf(ref) === user.email,
  );
}

/** How they are named. */
export function nameOf(ref: UserRef): string {
  const { kind: _, ...name } = ref;
  return Object.values(name)[0] as string;
}

const HISTORY = {
  at: AT,
  actor,
  action: "update",
  runId: "7" as RunId,
  reason: "changed_in_feishu",
  departmentId: null,
  before: null,
  after: { jobTitle: "lead" },
};
