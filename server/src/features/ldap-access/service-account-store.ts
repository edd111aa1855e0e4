import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { canonicalJson, type Json } from "../../core/kernel/json.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { errorCodeOf } from "../../platform/db/errors.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import { isUuid } from "../directory/index.ts";
import type { LdapServiceAccount, NewServiceAccount, ServiceAccountChanges } from "./ports.ts";
import { findServiceAccount } from "./service-account-reader.ts";

type NotFound = Failure<"ldap_service_account_not_found">;
type Unknown = Failure<"reference_unknown">;
type NameTaken = Failure<"ldap_service_account_name_taken">;

/** Makes a service account under the hash of its first password. */
export async function insertServiceAccount(
  db: Kysely<Database>,
  { name, ...wanted }: NewServiceAccount,
  secretHash: Buffer,
  actor: Actor,
  now: Instant,
): Promise<Result<LdapServiceAccount, Unknown | NameTaken>> {
  try {
    return await db.transaction().execute(async (tx): Promise<Result<LdapServiceAccount, Unknown>> => {
      const unknown = await lockReferences(tx, wanted);
      if (unknown) return err(unknown);
      const { id } = await tx
        .insertInto("ldap_service_account")
        .values({ name, secret_hash: secretHash, secret_changed_at: now, created_at: now, updated_at: now })
        .returning("id")
        .executeTakeFirstOrThrow();
      await write(tx, id, wanted);
      const made = await get(tx, id);
      await appendAudit(tx, { ...record("created", id, actor), after: toAudited(made) });
      return ok(made);
    });
  } catch (error) {
    // The index tells who came first when two take one name at a time; asking beforehand could not.
    const index = error instanceof Error && "constraint" in error ? error.constraint : undefined;
    if (errorCodeOf(error) !== "23505" || index !== "ldap_service_account_name_key") throw error;
    return err({ code: "ldap_service_account_name_taken", detail: { name } });
  }
}

/** Changes what an account is shown, or switches it off or on. What is the same already leaves no trace. */
export function updateServiceAccount(
  db: Kysely<Database>,
  id: string,
  changes: ServiceAccountChanges,
  actor: Actor,
  now: Instant,
): Promise<Result<LdapServiceAccount, NotFound | Unknown>> {
  return db.transaction().execute(async (tx): Promise<Result<LdapServiceAccount, NotFound | Unknown>> => {
    const found = await lock(tx, id);
    if (found === undefined) return err({ code: "ldap_service_account_not_found" });
    const unknown = await lockReferences(tx, changes);
    if (unknown) return err(unknown);
    await write(tx, id, changes);
    const [old, next] = [toAudited(found), toAudited(await get(tx, id))];
    const keys = Object.keys(old).filter((key) => canonicalJson(old[key]) !== canonicalJson(next[key]));
    if (keys.length === 0) return ok(found);
    const only = (fields: { [key: string]: Json }) => Object.fromEntries(keys.map((key) => [key, fields[key] ?? null]));
    await tx.updateTable("ldap_service_account").set({ updated_at: now }).where("id", "=", id).execute();
    await appendAudit(tx, { ...record("updated", id, actor), before: only(old), after: only(next) });
    return ok(await get(tx, id));
  });
}

/** Puts another password in the place of the one before. */
export function writeServicePassword(
  db: Kysely<Database>,
  id: string,
  secretHash: Buffer,
  actor: Actor,
  now: Instant,
): Promise<Result<LdapServiceAccount, NotFound>> {
  return db.transaction().execute(async (tx): Promise<Result<LdapServiceAccount, NotFound>> => {
    const found = await lock(tx, id);
    if (found === undefined) return err({ code: "ldap_service_account_not_found" });
    await tx
      .updateTable("ldap_service_account")
      .set({ secret_hash: secretHash, secret_changed_at: now, updated_at: now })
      .where("id", "=", id)
      .execute();
    const before = { password_changed_at: found.passwordChangedAt };
    await appendAudit(tx, { ...record("password_replaced", id, actor), before, after: { password_changed_at: now } });
    return ok(await get(tx, id));
  });
}

/** Removes an account for good. Returns it as it was. */
export function deleteServiceAccount(
  db: Kysely<Database>,
  id: string,
  actor: Actor,
): Promise<Result<LdapServiceAccount, NotFound>> {
  return db.transaction().execute(async (tx): Promise<Result<LdapServiceAccount, NotFound>> => {
    const found = await lock(tx, id);
    if (found === undefined) return err({ code: "ldap_service_account_not_found" });
    await tx.deleteFrom("ldap_service_account").where("id", "=", id).execute();
    await appendAudit(tx, { ...record("deleted", id, actor), before: toAudited(found) });
    return ok(found);
  });
}

/** Keeps others from changing an account until the transaction ends. */
async function lock(tx: Kysely<Database>, id: string): Promise<LdapServiceAccount | undefined> {
  if (!isUuid(id)) return undefined;
  await tx.selectFrom("ldap_service_account").select("id").where("id", "=", id).forUpdate().execute();
  return findServiceAccount(tx, id);
}

async function get(tx: Kysely<Database>, id: string): Promise<LdapServiceAccount> {
  const found = await findServiceAccount(tx, id);
  if (found === undefined) throw new Error("a service account was written and is not there");
  return found;
}

/** Writes what is given. */
async function write(tx: Kysely<Database>, id: string, changes: ServiceAccountChanges): Promise<void> {
  const { description, enabled, baseDn, attributes, everyone, groups, departments } = changes;
  const settings = {
    ...(description === undefined ? {} : { description }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(baseDn === undefined ? {} : { base_dn: baseDn }),
    ...(attributes === undefined ? {} : { attributes: attributes && [...attributes] }),
    ...(everyone === undefined ? {} : { everyone }),
  };
  if (Object.keys(settings).length > 0)
    await tx.updateTable("ldap_service_account").set(settings).where("id", "=", id).execute();
  if (groups) {
    await sql`delete from ldap_service_account_scope where service_account_id = ${id}::uuid and group_id is not null`.execute(
      tx,
    );
    await sql`
      insert into ldap_service_account_scope (service_account_id, group_id)
      select distinct ${id}::uuid, named.id from unnest(${[...groups]}::uuid[]) as named (id)`.execute(tx);
  }
  if (departments) {
    await sql`delete from ldap_service_account_scope where service_account_id = ${id}::uuid and department_id is not null`.execute(
      tx,
    );
    // A department named twice counts with what is below it if it does so once.
    await sql`
      insert into ldap_service_account_scope (service_account_id, department_id, subtree)
      select ${id}::uuid, named.id, bool_or(named.subtree)
      from unnest(${departments.map((one) => one.id)}::uuid[], ${departments.map(({ subtree }) => subtree)}::boolean[])
        as named (id, subtree)
      group by named.id`.execute(tx);
  }
}

/** Keeps what is named from being deleted meanwhile. Answers the first that is not there. */
async function lockReferences(
  tx: Kysely<Database>,
  { groups = [], departments = [] }: ServiceAccountChanges,
): Promise<Unknown | undefined> {
  const wanted = [
    { kind: "group", ids: groups, from: sql`directory_group where true` },
    { kind: "department", ids: departments.map(({ id }) => id), from: sql`department where status = 'active'` },
  ];
  for (const { kind, ids, from } of wanted) {
    if (ids.length === 0) continue;
    const { rows } = await sql<{ id: string }>`
      select id from ${from} and id = any(${[...ids]}::uuid[]) order by id for key share`.execute(tx);
    const there = new Set(rows.map(({ id }) => id));
    const missing = ids.find((id) => !there.has(id.toLowerCase()));
    if (missing !== undefined) return { code: "reference_unknown", detail: { kind, id: missing } };
  }
  return undefined;
}

function record(what: string, id: string, actor: Actor) {
  return { actor, action: `ldap_service_account.${what}`, objectKind: "ldap_service_account", objectId: id };
}

/** What an operator sets, as audit records tell it. */
function toAudited(account: LdapServiceAccount): { [key: string]: Json } {
  return {
    name: account.name,
    description: account.description,
    enabled: account.enabled,
    base_dn: account.baseDn,
    attributes: account.attributes && [...account.attributes],
    everyone: account.everyone,
    groups: account.groups.map(({ id, name }) => ({ id, name })),
    departments: account.departments.map(({ id, name, subtree }) => ({ id, name, subtree })),
  };
}
