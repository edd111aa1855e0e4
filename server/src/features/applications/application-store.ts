import type { Insertable, Kysely } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { errorCodeOf } from "../../platform/db/errors.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { Application as ApplicationRow } from "../../platform/db/schema.ts";
import { appendAudit } from "../admin/index.ts";
import { isUuid } from "../directory/index.ts";
import { differences, toColumns } from "./application-changes.ts";
import { toApplication } from "./application-row-reader.ts";
import { toSettings } from "./application-view.ts";
import { endLostAccess } from "./lost-access-store.ts";
import type { Application, ApplicationChanges, NewApplication } from "./ports.ts";

type NotFound = Failure<"application_not_found">;
type NameTaken = Failure<"application_name_taken">;

/** What a row begins with beside what the operator wants. */
interface Registration {
  readonly clientId: string;
  /** Null for clients without a secret. */
  readonly secretHash: Buffer | null;
}

/** Registers an application that nobody may use yet. */
export function insertApplication(
  db: Kysely<Database>,
  wanted: NewApplication,
  { clientId, secretHash }: Registration,
  actor: Actor,
  now: Instant,
): Promise<Result<Application, NameTaken>> {
  return orNameTaken<Application, never>(wanted.name, () =>
    db.transaction().execute(async (tx) => {
      const values = {
        ...toColumns(wanted),
        kind: wanted.kind,
        client_id: clientId,
        secret_hash: secretHash,
        secret_changed_at: secretHash === null ? null : now,
        created_at: now,
        updated_at: now,
      } as Insertable<ApplicationRow>;
      const row = await tx.insertInto("application").values(values).returningAll().executeTakeFirstOrThrow();
      const made = toApplication(row);
      await appendAudit(tx, { ...record("created", made.id, actor), after: toSettings(made) });
      return ok(made);
    }),
  );
}

/** Changes settings; switching off ends what people hold of it. What is the same already leaves no trace. */
export function updateApplication(
  db: Kysely<Database>,
  id: string,
  changes: ApplicationChanges,
  actor: Actor,
  now: Instant,
): Promise<Result<Application, NotFound | NameTaken>> {
  return orNameTaken(changes.name ?? "", () =>
    db.transaction().execute(async (tx): Promise<Result<Application, NotFound>> => {
      const found = await lockApplication(tx, id);
      if (found === undefined) return err({ code: "application_not_found" });
      const { before, after } = differences(found, changes);
      if (Object.keys(after).length === 0) return ok(found);
      const row = await tx
        .updateTable("application")
        .set({ ...toColumns(changes), updated_at: now })
        .where("id", "=", id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await appendAudit(tx, { ...record("updated", id, actor), before, after });
      if (!row.enabled) await endLostAccess(tx, now, found.clientId);
      return ok(toApplication(row));
    }),
  );
}

/** Deletes an application for good, and ends what people hold of it. Returns it as it was. */
export function deleteApplication(
  db: Kysely<Database>,
  id: string,
  actor: Actor,
  now: Instant,
): Promise<Result<Application, NotFound>> {
  return db.transaction().execute(async (tx) => {
    const found = await lockApplication(tx, id);
    if (found === undefined) return err({ code: "application_not_found" as const });
    await tx.deleteFrom("application").where("id", "=", id).execute();
    await appendAudit(tx, { ...record("deleted", id, actor), before: toSettings(found) });
    await endLostAccess(tx, now, found.clientId);
    return ok(found);
  });
}

/** Puts another secret in the place of the one before; the audit log hears that, and nothing of either. */
export function writeSecret(
  db: Kysely<Database>,
  id: string,
  secretHash: Buffer,
  actor: Actor,
  now: Instant,
): Promise<Result<Application, NotFound | Failure<"application_has_no_secret">>> {
  return db.transaction().execute(async (tx) => {
    const found = await lockApplication(tx, id);
    if (found === undefined) return err({ code: "application_not_found" as const });
    if (found.kind !== "web") return err({ code: "application_has_no_secret" as const });
    const row = await tx
      .updateTable("application")
      .set({ secret_hash: secretHash, secret_changed_at: now, updated_at: now })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const before = { secret_changed_at: found.secretChangedAt };
    await appendAudit(tx, { ...record("secret_replaced", id, actor), before, after: { secret_changed_at: now } });
    return ok(toApplication(row));
  });
}

/** Finds an application and keeps others from changing it until the transaction ends. */
export async function lockApplication(tx: Kysely<Database>, id: string): Promise<Application | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await tx.selectFrom("application").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  return row && toApplication(row);
}

function record(what: string, id: string, actor: Actor) {
  return { actor, action: `application.${what}`, objectKind: "application", objectId: id };
}

/** The index tells who came first when two take one name at a time; asking beforehand could not. */
async function orNameTaken<Value, Refusal>(
  name: string,
  write: () => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal | NameTaken>> {
  try {
    return await write();
  } catch (error) {
    const index = error instanceof Error && "constraint" in error ? error.constraint : undefined;
    if (errorCodeOf(error) !== "23505" || index !== "application_name_key") throw error;
    return err({ code: "application_name_taken", detail: { name } });
  }
}
