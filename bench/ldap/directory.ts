import { randomUUID } from "node:crypto";

/** A company both servers serve: the same people, names, groups and members. */
export interface Company {
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
}

interface Person {
  readonly id: string;
  readonly uid: string;
  readonly name: string;
  readonly mail: string;
  readonly mobile: string;
  readonly employeeNumber: string;
  readonly title: string;
  readonly uidNumber: number;
  readonly groups: Group[];
}

/** A group made by hand, or a department, which is two groups in LDAP: of its people, and of its people and those below. */
export interface Group {
  readonly id: string;
  readonly kind: "group" | "department";
  readonly slug: string;
  readonly name: string;
  readonly gids: readonly number[];
  readonly members: Person[];
}

const FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗";
const GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志";
const TITLES = ["工程师", "产品经理", "设计师", "人力资源", "财务"];

/**
 * Makes a company of so many people and groups: a fifth of the groups are departments, in each of which everybody is once; the
 * rest are made by hand, and everybody is in one of those as well. So there are twice as many memberships as people.
 */
export function makeCompany(size: number, groupCount: number): Company {
  const people = Array.from({ length: size }, (_, at): Person => {
    const given = `${GIVEN[at % GIVEN.length]}${GIVEN[(at * 7 + 3) % GIVEN.length]}`;
    return {
      id: randomUUID(),
      uid: `person${at}`,
      name: `${FAMILY[at % FAMILY.length]}${given}`,
      mail: `person${at}@example.com`,
      mobile: `+86138${String(at).padStart(8, "0")}`,
      employeeNumber: `E${at}`,
      title: TITLES[at % TITLES.length] ?? "",
      uidNumber: 100_000 + at,
      groups: [],
    };
  });
  const departments = Math.round(groupCount / 5);
  const makeGroup = (kind: Group["kind"], at: number, ...gids: readonly number[]): Group => ({
    id: randomUUID(),
    kind,
    slug: `${kind}${at}`,
    name: `${kind === "group" ? "项目" : "部门"} ${at}`,
    gids,
    members: [],
  });
  const groups = [
    ...Array.from({ length: departments }, (_, at) => makeGroup("department", at, 200_001 + 2 * at, 200_002 + 2 * at)),
    ...Array.from({ length: groupCount - 2 * departments }, (_, at) =>
      makeGroup("group", at, 200_001 + 2 * departments + at),
    ),
  ];
  const join = (person: Person, group: Group | undefined) => {
    if (group === undefined) return;
    group.members.push(person);
    person.groups.push(group);
  };
  for (const [at, person] of people.entries()) {
    join(person, groups[at % departments]);
    join(person, groups[departments + ((at * 31) % (groups.length - departments))]);
  }
  return { people, groups };
}

export const BASE = "dc=example,dc=com";
export const APP_DN = `cn=bench,ou=services,${BASE}`;
export const personDn = (uid: string) => `uid=${uid},ou=people,${BASE}`;

/** The names a group has in LDAP. */
export function groupNames({ kind, slug }: Group): readonly string[] {
  return kind === "group" ? [`grp-${slug}`] : [`dept-${slug}`, `dept-${slug}-all`];
}
