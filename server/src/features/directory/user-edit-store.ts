import { type Kysely, sql } from "kysely";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { readBuiltInRule } from "./built-in-rule-reader.ts";
import { changeDirectory } from "./directory-change-store.ts";
import { fedFields } from "./fed-fields.ts";
import { replaceMemberships } from "./membership-edit-store.ts";
import type { Caller, NewUserByHand, UserEdit, UserRef } from "./ports.ts";
import { refuseTouch } from "./touch.ts";
import { type EditedUser, findForEdit, findTakenEmail, findUnknownReference } from "./user-edit-reader.ts";

type Refused<Code extends string> = {
  readonly code: Code;
  readonly detail?: { readonly [key: string]: string | readonly string[] };
};

/** Chooses a username nobody holds, by the rule of product.md 3.2; asked with the transaction that will write it. */
export type ChooseUsername = (
  tx: Kysely<Database>,
  person: { readonly email: string | null; readonly name: string; readonly key: string },
) => Promise<string>;

/** Our key of an edit → its column and its name outside. */
const COLUMNS = {
  name: ["name", "name"],
  nickname: ["nickname", "nickname"],
  email: ["email", "email"],
  mobile: ["mobile", "mobile"],
  employeeNo: ["employee_no", "employee_no"],
  jobTitle: ["job_title", "job_title"],
  leaderId: ["leader_id", "leader"],
} as const;
type Column = keyof typeof COLUMNS;
const columnKeys = Object.keys(COLUMNS) as Column[];

/** Creates a built-in user by rule S3. Those made while the switch is on are exempt from syncs (product.md 5.1). */
export async function createUser(
  db: Kysely<Database>,
  id: UserId,
  user: NewUserByHand,
  chooseUsername: ChooseUsername,
  caller: Caller,
  now: Instant,
): Promise<Result<UserId, Refused<"built_in_unsupported" | "username_taken" | "email_in_use" | "reference_unknown">>> {
  return changeDirectory<
    UserId,
    Refused<"built_in_unsupported" | "username_taken" | "email_in_use" | "reference_unknown">
  >(db, caller.actor, async (tx) => {
    const rule = await readBuiltInRule(tx);
    if (rule === "unsupported") return err({ code: "built_in_unsupported" as const });
    const problem = await findProblem(tx, user, null);
    if (problem) return err(problem);
    const email = user.email ?? null;
    const username = user.username ?? (await chooseUsername(tx, { email, name: user.name, key: id }));
    const { rows } = await sql`
      insert into directory_user (id, username, name, nickname, email, mobile, employee_no, job_title, leader_id, origin,
        sync_exempt, created_at, updated_at)
      values (${id}::uuid, ${username}, ${user.name}, ${user.nickname ?? null}, ${email}, ${user.mobile ?? null},
        ${user.employeeNo ?? null}, ${user.jobTitle ?? null}, ${user.leaderId ?? null}::uuid, 'built_in',
        ${rule === "supported"}, ${now}::timestamptz, ${now}::timestamptz)
      on conflict do nothing returning id`.execute(tx);
    if (rows.length === 0) return err({ code: "username_taken" as const, detail: { username } });
    await replaceMemberships(tx, id, user.departmentIds ?? []);
    const after = { ...pick(user), username, departments: [...(user.departmentIds ?? [])] };
    return ok({ value: id, objectKind: "user", objectId: id, action: "user.created", event: "user.created", after });
  });
}

/** Edits what Feishu does not feed; a value that is there already is no change. */
export async function updateUser(
  db: Kysely<Database>,
  user: UserRef,
  edit: UserEdit,
  caller: Caller,
  now: Instant,
): Promise<
  Result<
    UserId,
    Refused<
      | "user_not_found"
      | "user_deleted"
      | "owner_protected"
      | "field_fed_by_feishu"
      | "email_in_use"
      | "reference_unknown"
    >
  >
> {
  return changeDirectory<
    UserId,
    Refused<
      | "user_not_found"
      | "user_deleted"
      | "owner_protected"
      | "field_fed_by_feishu"
      | "email_in_use"
      | "reference_unknown"
    >
  >(db, caller.actor, async (tx) => {
    const found = await findForEdit(tx, user);
    if (found === undefined) return err({ code: "user_not_found" as const });
    const untouchable = refuseTouch(found, caller);
    if (untouchable) return err({ code: untouchable });
    if (found.status === "deleted") return err({ code: "user_deleted" as const });
    const changed = columnKeys.filter((key) => edit[key] !== undefined && edit[key] !== found[key]);
    const moved =
      edit.departmentIds !== undefined && JSON.stringify(edit.departmentIds) !== JSON.stringify(found.departmentIds);
    if (changed.length === 0 && !moved) return ok({ value: found.id, unchanged: true as const });
    const fed = fedFields(found.linked, found.switches);
    const named = [...changed.map((key) => COLUMNS[key][1]), ...(moved ? (["departments"] as const) : [])];
    const refused = named.filter((field) => fed.includes(field));
    if (refused.length > 0) return err({ code: "field_fed_by_feishu" as const, detail: { fields: refused } });
    const problem = await findProblem(tx, edit, found);
    if (problem) return err(problem);
    const settings = changed.map((key) => sql`${sql.ref(COLUMNS[key][0])} = ${settingOf(key, edit)}`);
    await sql`update directory_user set ${sql.join([...settings, sql`updated_at = ${now}::timestamptz`])}
      where id = ${found.id}::uuid`.execute(tx);
    if (moved) await replaceMemberships(tx, found.id, edit.departmentIds ?? []);
    const only = (state: UserEdit): { [key: string]: Json } => ({
      ...Object.fromEntries(changed.map((key) => [key, state[key] ?? null])),
      ...(moved ? { departments: [...(state.departmentIds ?? [])] } : {}),
    });
    return ok({
      value: found.id,
      objectKind: "user",
      objectId: found.id,
      action: "user.updated",
      event: "user.updated",
      before: only(found),
      after: only(edit),
    });
  });
}

function settingOf(key: Column, edit: UserEdit) {
  const value = edit[key] ?? null;
  return key === "leaderId" ? sql`${value}::uuid` : sql`${value}`;
}

/** An address somebody else holds, or a leader or department that is not there. */
async function findProblem(
  tx: Kysely<Database>,
  edit: UserEdit,
  found: EditedUser | null,
): Promise<Refused<"email_in_use" | "reference_unknown"> | null> {
  if (edit.email && edit.email !== found?.email) {
    const username = await findTakenEmail(tx, edit.email, found?.id ?? null);
    if (username !== undefined) return { code: "email_in_use", detail: { email: edit.email, username } };
  }
  const unknown = await findUnknownReference(tx, edit.leaderId ? [edit.leaderId] : [], edit.departmentIds ?? []);
  return unknown ? { code: "reference_unknown", detail: unknown } : null;
}

function pick(user: NewUserByHand): { [key: string]: Json } {
  return Object.fromEntries(columnKeys.map((key) => [key, user[key] ?? null]));
}
