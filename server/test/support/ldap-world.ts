import type { DepartmentId, Instant, UserId } from "../../src/core/kernel/ids.ts";
import { LiveTree } from "../../src/core/ldap/live-tree.ts";

export interface WorldSize {
  readonly people: number;
  readonly departments: number;
  readonly groups: number;
}

const NAMES = ["李伟", "王娜", "Zoë O’Hara", "张伟 🙂", 'Smith, "Al"', "x + y", "刘洋", " 陈静 "];
const id = (kind: number, at: number) => `0000000${kind}-0000-4000-8000-${String(at).padStart(12, "0")}`;

/** A company of a given size, the same each time: departments in a tree of tens, everybody in one, some in groups as well. */
export function makeWorld(baseDn: string, { people, departments, groups }: WorldSize): LiveTree {
  const tree = new LiveTree(baseDn);
  const times = { createdAt: "2026-01-01T00:00:00.000Z" as Instant, updatedAt: "2026-03-01T00:00:00.000Z" as Instant };
  const departmentId = (at: number) => id(1, at) as DepartmentId;
  const userId = (at: number) => id(3, at) as UserId;
  const range = (length: number) => Array.from({ length }, (_, at) => at);
  tree.putDepartments(
    range(departments).map((at) => ({
      id: departmentId(at),
      slug: `d${at}`,
      name: `部门 ${at}`,
      parentId: at === 0 ? null : departmentId(Math.floor((at - 1) / 10)),
      direct: { entryUuid: id(4, at), gidNumber: 200_001 + 2 * at },
      all: { entryUuid: id(5, at), gidNumber: 200_002 + 2 * at },
      ...times,
    })),
  );
  tree.putGroups(
    range(groups).map((at) => ({
      id: id(2, at),
      slug: `g${at}`,
      name: `Group ${at}`,
      description: "",
      entryUuid: id(6, at),
      gidNumber: 900_000 + at,
      ...times,
    })),
  );
  tree.putPeople(
    range(people).map((at) => ({
      id: userId(at),
      username: `u${at}`,
      name: NAMES[at % NAMES.length] ?? "",
      email: at % 7 === 0 ? null : `u${at}@example.com`,
      mobile: `+86139${String(at).padStart(8, "0")}`,
      employeeNo: `E-${at}`,
      jobTitle: at % 3 === 0 ? "工程师" : null,
      leaderId: at === 0 ? null : userId(Math.floor(at / 8)),
      active: at % 50 !== 49,
      uidNumber: 100_000 + at,
      ...times,
    })),
  );
  if (departments > 0)
    tree.addMemberships(
      range(people).map((at) => ({ userId: userId(at), departmentId: departmentId(at % departments) })),
    );
  const members = range(groups).flatMap((at) =>
    range(Math.min(people, 40)).map((one) => userId((at * 37 + one * 11) % people)),
  );
  tree.addGroupMembers(
    members.map((member, at) => ({
      groupId: id(2, Math.floor(at / 40)),
      userId: member,
      departmentId: null,
      subtree: false,
    })),
  );
  return tree;
}
