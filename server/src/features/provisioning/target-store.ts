import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { canonicalJson, type Json } from "../../core/kernel/json.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import { errorCodeOf } from "../../platform/db/errors.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import type { NewTarget, Target, TargetChanges, TargetSettings } from "./ports.ts";

type NameTaken = Failure<"ldap_target_name_taken">;

const placeOf = (id: string) => ({ table: "ldap_target", column: "bind_password", row: id });

/** Opens the stored password. @throws when it was sealed under another key or changed */
export async function readBindPassword(db: Kysely<Database>, box: SecretBox, id: string): Promise<string> {
  const { bind_password: blob } = await db
    .selectFrom("ldap_target")
    .select("bind_password")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const opened = box.open(blob, placeOf(id));
  if (!opened.ok) throw new Error(`the password of LDAP server ${id} cannot be opened: ${opened.error}`);
  return opened.value;
}

/** Lets processes that start with one file at once declare one after the other; held until the transaction ends. */
export async function lockDeclarations(tx: Kysely<Database>): Promise<void> {
  await tx.selectFrom("installation").select("id").forUpdate().execute();
}

/** By whom and from when a server is as it is. */
interface Written {
  readonly actor: Actor;
  readonly now: Instant;
  readonly nextRunAt: Instant | null;
  readonly setByFile: boolean;
}

/** Adds a server; returns its id. */
export function insertTarget(
  db: Kysely<Database>,
  box: SecretBox,
  wanted: NewTarget,
  by: Written,
): Promise<Result<string, NameTaken>> {
  return orNameTaken(wanted.name, () =>
    db.transaction().execute(async (tx) => ok(await writeNewTarget(tx, box, wanted, by))),
  );
}

/** Adds a server within a transaction. @throws the database's error when the name is taken */
export async function writeNewTarget(
  tx: Kysely<Database>,
  box: SecretBox,
  { name, bind_password: password, ...settings }: NewTarget,
  by: Written,
): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into ldap_target (id, name, settings, bind_password, set_by_file, next_run_at, created_at, updated_at)
    values (${id}::uuid, ${name}, ${JSON.stringify(settings)}::jsonb, ${box.seal(password, placeOf(id))}, ${by.setByFile},
      ${by.nextRunAt}::timestamptz, ${by.now}::timestamptz, ${by.now}::timestamptz)`.execute(tx);
  await appendAudit(tx, { ...record("created", id, by.actor), after: { name, ...settings } as unknown as Fields });
  return id;
}

type Fields = { readonly [key: string]: Json };

/** Changes settings; what is the same already leaves no trace. */
export function updateTarget(
  db: Kysely<Database>,
  box: SecretBox,
  target: Target,
  changes: TargetChanges,
  by: Written,
): Promise<Result<null, NameTaken>> {
  return orNameTaken(changes.name ?? target.name, () =>
    db.transaction().execute(async (tx) => {
      await writeTargetChanges(tx, box, target, changes, by);
      return ok(null);
    }),
  );
}

/** The same within a transaction. A new password is told of, and not what it is. @throws the database's error when the name is taken */
export async function writeTargetChanges(
  tx: Kysely<Database>,
  box: SecretBox,
  target: Target,
  changes: TargetChanges,
  by: Written,
): Promise<void> {
  const { bind_password: password, ...rest } = changes;
  const held = { name: target.name, ...target.settings } as unknown as Fields;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const wanted = { ...held, ...given } as Fields;
  const keys = Object.keys(wanted).filter((key) => canonicalJson(wanted[key]) !== canonicalJson(held[key]));
  const changesHands = by.setByFile !== target.setByFile;
  if (keys.length === 0 && password === undefined && !changesHands) return;
  const { name, ...settings } = wanted;
  await sql`
    update ldap_target set name = ${String(name)}, settings = ${JSON.stringify(settings)}::jsonb, set_by_file = ${by.setByFile},
      next_run_at = ${by.nextRunAt}::timestamptz, updated_at = ${by.now}::timestamptz, failures = 0, next_attempt_at = null,
      written_revision = null,
      bind_password = coalesce(${password === undefined ? null : box.seal(password, placeOf(target.id))}, bind_password)
    where id = ${target.id}::uuid`.execute(tx);
  const only = (fields: Fields) => Object.fromEntries(keys.map((key) => [key, fields[key] ?? null]));
  await appendAudit(tx, {
    ...record("updated", target.id, by.actor),
    before: { ...only(held), ...(changesHands ? { set_by_file: target.setByFile } : {}) },
    after: {
      ...only(wanted),
      ...(changesHands ? { set_by_file: by.setByFile } : {}),
      ...(password === undefined ? {} : { bind_password: "set" }),
    },
  });
}

/** Forgets a server with its links and runs. Its entries stay. */
export async function deleteTarget(db: Kysely<Database>, target: Target, actor: Actor): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom("ldap_target").where("id", "=", target.id).execute();
    const before = { name: target.name, ...target.settings } as unknown as Fields;
    await appendAudit(tx, { ...record("deleted", target.id, actor), before });
  });
}

/** Notes how a run went, so that the next one comes when it should. */
export async function noteAttempt(
  db: Kysely<Database>,
  id: string,
  attempt: { readonly revision: number | null; readonly failures: number; readonly nextAttemptAt: Instant | null },
): Promise<void> {
  await sql`
    update ldap_target set written_revision = coalesce(${attempt.revision}::bigint, written_revision), failures = ${attempt.failures},
      next_attempt_at = ${attempt.nextAttemptAt}::timestamptz
    where id = ${id}::uuid`.execute(db);
}

export async function setNextRun(db: Kysely<Database>, id: string, at: Instant | null): Promise<void> {
  await sql`update ldap_target set next_run_at = ${at}::timestamptz where id = ${id}::uuid`.execute(db);
}

/** A server that may have to be written, and why. */
export interface DueTarget {
  readonly id: string;
  readonly failures: number;
  readonly settings: TargetSettings;
  readonly trigger: "schedule" | "event";
}

/** Finds servers whose time has come, or that are behind the directory. */
export async function findDue(db: Kysely<Database>, now: Instant): Promise<readonly DueTarget[]> {
  const { rows } = await sql<DueTarget>`
    select t.id, t.failures, t.settings, case when t.next_run_at <= ${now}::timestamptz then 'schedule' else 'event' end as trigger
    from ldap_target t, directory_state d
    where (t.settings ->> 'enabled')::boolean
      and (t.next_attempt_at is null or t.next_attempt_at <= ${now}::timestamptz)
      and (t.next_run_at <= ${now}::timestamptz
        or (t.settings ->> 'follow_directory')::boolean and t.written_revision is distinct from d.revision)
      and not exists (select 1 from ldap_run r where r.target_id = t.id and r.status = 'running' and r.heartbeat_at > now() - interval '60 seconds')`.execute(
    db,
  );
  return rows;
}

function record(what: string, id: string, actor: Actor) {
  return { actor, action: `ldap_target.${what}`, objectKind: "ldap_target", objectId: id };
}

async function orNameTaken<Value>(
  name: string,
  write: () => Promise<Result<Value, never>>,
): Promise<Result<Value, NameTaken>> {
  try {
    return await write();
  } catch (error) {
    const index = error instanceof Error && "constraint" in error ? error.constraint : undefined;
    if (errorCodeOf(error) !== "23505" || index !== "ldap_target_name_key") throw error;
    return err({ code: "ldap_target_name_taken", detail: { name } });
  }
}
