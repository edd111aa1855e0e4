import type { Readability, SourceUser } from "../../core/sync/snapshot.ts";

/** How well the mapped fields are filled in Feishu, and what they look like (S5). */

export interface MappedField {
  readonly field: "name" | "email" | "mobile" | "departments" | "employee_no" | "nickname";
  /** Feishu's name of it. */
  readonly source: string;
  /** Always synced. */
  readonly locked: boolean;
  /** Null where nobody could be looked at. */
  readonly readable: boolean | null;
  /** What would make it readable. */
  readonly permission: string;
  /** People of the sample who have a value. */
  readonly filled: number;
  readonly example: string | null;
}

/** A person of the sample, masked: enough to recognise, too little to take away. */
export interface MaskedPerson {
  readonly name: string | null;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly employeeNo: string | null;
  readonly nickname: string | null;
  readonly departments: number;
}

export interface Mapping {
  readonly sampled: number;
  readonly people: readonly MaskedPerson[];
  readonly fields: readonly MappedField[];
}

/** People shown one by one. */
const SHOWN = 5;

interface Source {
  readonly field: MappedField["field"];
  readonly source: string;
  readonly locked: boolean;
  readonly permission: string;
  readonly isReadable: (readable: Readability["user"]) => boolean;
  /** Masked; null where the person has none. */
  readonly show: (person: SourceUser) => string | null;
}

const SOURCES: readonly Source[] = [
  {
    field: "name",
    source: "name",
    locked: true,
    permission: "contact:user.base:readonly",
    isReadable: ({ name }) => name,
    show: ({ name }) => maskText(name),
  },
  {
    field: "email",
    source: "email",
    locked: true,
    permission: "contact:user.email:readonly",
    isReadable: ({ email, enterpriseEmail }) => email || enterpriseEmail,
    show: ({ email }) => maskEmail(email),
  },
  {
    field: "mobile",
    source: "mobile",
    locked: false,
    permission: "contact:user.phone:readonly",
    isReadable: ({ mobile }) => mobile,
    show: ({ mobile }) => maskMobile(mobile),
  },
  {
    field: "departments",
    source: "department_ids",
    locked: true,
    permission: "contact:user.department:readonly",
    isReadable: ({ departments }) => departments,
    show: ({ memberships }) => (memberships.length === 0 ? null : String(memberships.length)),
  },
  {
    field: "employee_no",
    source: "employee_no",
    locked: false,
    permission: "contact:user.employee:readonly",
    isReadable: ({ employeeNo }) => employeeNo,
    show: ({ employeeNo }) => maskText(employeeNo),
  },
  {
    field: "nickname",
    source: "nickname",
    locked: false,
    permission: "contact:user.base:readonly",
    isReadable: ({ nickname }) => nickname,
    show: ({ nickname }) => maskText(nickname),
  },
];

/** Judges a sample of people field by field. */
export function judgeMapping(people: readonly SourceUser[], readable: Readability): Mapping {
  return {
    sampled: people.length,
    people: people.slice(0, SHOWN).map((person) => ({
      name: maskText(person.name),
      email: maskEmail(person.email),
      mobile: maskMobile(person.mobile),
      employeeNo: maskText(person.employeeNo),
      nickname: maskText(person.nickname),
      departments: person.memberships.length,
    })),
    fields: SOURCES.map(({ field, source, locked, permission, isReadable, show }) => {
      const shown = people.map(show).filter((value) => value !== null);
      return {
        field,
        source,
        locked,
        permission,
        readable: people.length === 0 ? null : isReadable(readable.user),
        filled: shown.length,
        example: shown[0] ?? null,
      };
    }),
  };
}

/** The first character, and dots whose number says nothing about the rest. */
function maskText(value: string | null): string | null {
  return value === null ? null : `${[...value][0] ?? ""}•••`;
}

/** The domain stays readable: a wrong one is what an operator looks for. */
function maskEmail(value: string | null): string | null {
  const at = value?.lastIndexOf("@") ?? -1;
  return value === null ? null : `${maskText(value.slice(0, Math.max(at, 0)))}${at < 0 ? "" : value.slice(at)}`;
}

function maskMobile(value: string | null): string | null {
  return value === null ? null : `${value.slice(0, 3)}••••${value.slice(-2)}`;
}
