import type { DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../../core/directory/types.ts";
import type { UnionId } from "../../core/kernel/ids.ts";
import { sameValue } from "../../core/sync/diff.ts";
import type { SourceUser } from "../../core/sync/snapshot.ts";

/**
 * Lets the records of two snapshots share the texts they have in common. Every record arrives with copies of its own;
 * on an ordinary day Feishu says what the directory holds already, and a third of the memory of a large tenant is saved. Records of
 * people are written out field by field: a copy made by spreading keeps most of its fields in a second, larger object.
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
      const shared: DirectoryUser = {
        id: text(user.id),
        username: user.username,
        name: user.name,
        nickname: user.nickname,
        email: user.email,
        mobile: user.mobile,
        employeeNo: user.employeeNo,
        jobTitle: textOrNull(user.jobTitle),
        leaderId: textOrNull(user.leaderId),
        attributes: user.attributes,
        status: text(user.status),
        disabledBy: user.disabledBy,
        origin: text(user.origin),
        protected: user.protected,
        operator: user.operator,
        link: user.link,
        pin: user.pin,
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
      const held = account?.link ? { user: account, link: account.link } : undefined;
      return {
        unionId: held ? held.link.unionId : user.unionId,
        openId: same(user.openId, held?.link.openId),
        userId: same(user.userId, held?.link.feishuUserId),
        name: same(user.name, held?.user.name),
        nickname: same(user.nickname, held?.user.nickname),
        email: same(user.email, held?.user.email),
        mobile: same(user.mobile, held?.user.mobile),
        employeeNo: same(user.employeeNo, held?.user.employeeNo),
        jobTitle: textOrNull(user.jobTitle),
        state: text(user.state),
        leaderOpenId: textOrNull(user.leaderOpenId),
        memberships: user.memberships.map((one) => ({
          openDepartmentId: text(one.openDepartmentId),
          primary: one.primary,
          userOrder: one.userOrder,
          departmentOrder: one.departmentOrder,
        })),
        attributes: held && sameValue(user.attributes, held.user.attributes) ? held.user.attributes : user.attributes,
      };
    },
  };
}

/** The second of two equal texts, else the first. */
function same<Text extends string | null>(value: Text, held: Text | undefined): Text {
  return value === held ? held : value;
}
