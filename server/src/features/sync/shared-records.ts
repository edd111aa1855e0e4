import type { DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../../core/directory/types.ts";
import type { UnionId } from "../../core/kernel/ids.ts";
import { sameValue } from "../../core/sync/diff.ts";
import type { SourceUser } from "../../core/sync/snapshot.ts";

/**
 * Lets the records of two snapshots share the texts they have in common. Every record arrives with copies of its own;
 * on an ordinary day Feishu says what the directory holds already, and a third of the memory of a large tenant is saved.
 */
export interface SharedRecords {
  directoryUser(user: DirectoryUser): DirectoryUser;
  directoryDepartment(department: DirectoryDepartment): DirectoryDepartment;
  membership(membership: DirectoryMembership): DirectoryMembership;
  /** Shares with the account linked to the person, where that came in before. */
  sourceUser(user: SourceUser): SourceUser;
}

export function makeSharedRecords(): SharedRecords {
  const texts = new Map<string, string>();
  const known = new Map<UnionId, DirectoryUser>();
  const text = <Text extends string>(value: Text): Text => {
    const first = texts.get(value);
    if (first !== undefined) return first as Text;
    texts.set(value, value);
    return value;
  };
  const textOrNull = <Text extends string>(value: Text | null): Text | null => (value === null ? null : text(value));
  return {
    directoryUser(user) {
      const shared = {
        ...user,
        id: text(user.id),
        leaderId: textOrNull(user.leaderId),
        jobTitle: textOrNull(user.jobTitle),
        status: text(user.status),
        origin: text(user.origin),
      };
      if (shared.link) known.set(shared.link.unionId, shared);
      return shared;
    },
    directoryDepartment: (department) => ({
      ...department,
      id: text(department.id),
      parentId: textOrNull(department.parentId),
      leaderIds: department.leaderIds.map(text),
      link: department.link && { ...department.link, openDepartmentId: text(department.link.openDepartmentId) },
    }),
    membership: (membership) => ({
      ...membership,
      userId: text(membership.userId),
      departmentId: text(membership.departmentId),
      origin: text(membership.origin),
    }),
    sourceUser(user) {
      const account = known.get(user.unionId);
      const memberships = user.memberships.map((one) => ({ ...one, openDepartmentId: text(one.openDepartmentId) }));
      const shared = { ...user, jobTitle: textOrNull(user.jobTitle), state: text(user.state), memberships };
      if (account === undefined || account.link === null) return shared;
      return {
        ...shared,
        unionId: account.link.unionId,
        openId: same(user.openId, account.link.openId),
        userId: same(user.userId, account.link.feishuUserId),
        name: same(user.name, account.name),
        nickname: same(user.nickname, account.nickname),
        email: same(user.email, account.email),
        mobile: same(user.mobile, account.mobile),
        employeeNo: same(user.employeeNo, account.employeeNo),
        attributes: sameValue(user.attributes, account.attributes) ? account.attributes : user.attributes,
      };
    },
  };
}

/** The second of two equal texts, else the first. */
function same<Text extends string | null>(value: Text, held: Text): Text {
  return value === held ? held : value;
}
