import type { ImportedGroupView, ImportedPersonView } from "@larkbridge/contract";
import type { Row, Tables } from "./tables.ts";

/** What a database of go-ldap-admin holds that can be taken over. Passwords are never looked at. */
export interface Records {
  readonly people: readonly ImportedPersonView[];
  readonly groups: readonly ImportedGroupView[];
  /** Passed over: people who left, groups that are Feishu's departments and come with the next sync, rows without a name. */
  readonly left: number;
  readonly departments: number;
  readonly unnamed: number;
  /** Usernames of second accounts of a person: what a change of name left behind. */
  readonly twice: readonly string[];
}

/**
 * Chooses and translates rows. Ids of Feishu stand as `<flag>_<id>`; rows that were deleted are none.
 *
 * @param flag what `feishu.flag` of its configuration is; `feishu` unless changed
 */
export function toRecords(tables: Tables, flag: string): Records {
  const users = present(tables, "users");
  const groups = present(tables, "groups").filter((row) => row["group_type"] !== "ou");
  const named = users.filter((row) => text(row["username"]) !== null);
  const active = named.filter((row) => row["status"] !== "2");
  const usernames = new Map(active.map((row) => [row["id"], text(row["username"]) ?? ""]));
  const members = new Map<string | null | undefined, string[]>();
  for (const row of tables.get("group_users") ?? []) {
    const username = usernames.get(row["user_id"] ?? null);
    if (username === undefined) continue;
    const list = members.get(row["group_id"]);
    if (list) list.push(username);
    else members.set(row["group_id"], [username]);
  }
  const { first, twice } = withoutSeconds(active.map((row) => toPerson(row, flag)));
  const own = groups.filter((row) => row["source"] !== flag && text(row["group_name"]) !== null);
  return {
    people: first,
    twice,
    groups: own.map((row) => ({
      name: (text(row["group_name"]) ?? "").slice(0, 100),
      description: (text(row["remark"]) ?? "").slice(0, 500),
      members: members.get(row["id"]) ?? [],
    })),
    left: named.length - active.length,
    departments: groups.filter((row) => row["source"] === flag).length,
    unnamed: users.length - named.length,
  };
}

/** A person is the same by username, address or union_id; the row that comes first counts. */
function withoutSeconds(people: readonly ImportedPersonView[]) {
  const seen = new Set<string>();
  const first: ImportedPersonView[] = [];
  const twice: string[] = [];
  for (const person of people) {
    const { username, email, union_id } = person;
    const keys = [`username ${username.toLowerCase()}`, email && `email ${email.toLowerCase()}`, union_id].filter(
      (key) => key !== null,
    );
    if (keys.some((key) => seen.has(key))) twice.push(username);
    else first.push(person);
    for (const key of keys) seen.add(key);
  }
  return { first, twice };
}

function present(tables: Tables, table: string): readonly Row[] {
  return (tables.get(table) ?? []).filter((row) => text(row["deleted_at"]) === null);
}

function toPerson(row: Row, flag: string): ImportedPersonView {
  const username = text(row["username"]) ?? "";
  const isFeishu = row["source"] === flag;
  const idOf = (column: string) => {
    const value = text(row[column]);
    return isFeishu && value?.startsWith(`${flag}_`) ? text(value.slice(flag.length + 1)) : null;
  };
  const email = text(row["mail"]);
  // Where Feishu showed nothing go-ldap-admin invented something: four zeros, an address, a position.
  const number = text(row["job_number"]);
  return {
    username,
    name: text(row["nickname"]) ?? text(row["given_name"]) ?? username,
    nickname: null,
    email: email !== null && /^[^\s@]+@[^\s@]+$/.test(email) && !INVENTED.test(email) ? email : null,
    mobile: toMobile(text(row["mobile"])),
    employee_no: number === "0000" ? null : number,
    job_title: isInvented(row["position"]) ? null : text(row["position"]),
    union_id: idOf("source_union_id"),
    feishu_user_id: idOf("source_user_id"),
  };
}

const INVENTED = /@eryajf\.net$/i;
const isInvented = (value: string | null | undefined) => value?.startsWith("默认:") === true;

/** Chinese numbers stand there without +86; what is neither such a one nor international is left to the next sync. */
function toMobile(value: string | null): string | null {
  const digits = value?.replace(/[ -]/g, "") ?? "";
  if (/^1[3-9][0-9]{9}$/.test(digits)) return `+86${digits}`;
  return /^\+[1-9][0-9]{6,14}$/.test(digits) ? digits : null;
}

function text(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}
