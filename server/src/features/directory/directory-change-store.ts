import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Json } from "../../core/kernel/json.ts";
import { ok, type Result } from "../../core/kernel/result.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendEvent } from "../../platform/outbox/outbox-store.ts";
import { appendAudit } from "../admin/index.ts";

type Fields = { readonly [key: string]: Json };

/** What a person's write did, as the audit log and the outbox are told. */
export interface DirectoryChange<Value> {
  readonly value: Value;
  readonly objectKind: "user" | "department" | "group";
  readonly objectId: string;
  readonly action: string;
  /** Topic of the domain event. */
  readonly event: string;
  readonly before?: Fields;
  readonly after?: Fields;
}

/** Nothing was different from what is there. */
export interface NoChange<Value> {
  readonly value: Value;
  readonly unchanged: true;
}

/**
 * The one way a person's write reaches the directory: one transaction that locks the revision first (the order of locks of
 * every writer), then writes, bumps the revision, and leaves an audit record and an event. A refusal writes nothing.
 */
export async function changeDirectory<Value, Refusal>(
  db: Kysely<Database>,
  actor: Actor,
  write: (tx: Kysely<Database>) => Promise<Result<DirectoryChange<Value> | NoChange<Value>, Refusal>>,
): Promise<Result<Value, Refusal>> {
  return db.transaction().execute(async (tx) => {
    await sql`select revision from directory_state for update`.execute(tx);
    const written = await write(tx);
    if (!written.ok) return written;
    const change = written.value;
    if ("unchanged" in change) return ok(change.value);
    const { rows } = await sql<{ revision: number }>`
      update directory_state set revision = revision + 1 returning revision`.execute(tx);
    const { action, objectKind, objectId, before, after } = change;
    await appendAudit(tx, {
      actor,
      action,
      objectKind,
      objectId,
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
    });
    const isUpdate = change.event.endsWith(".updated");
    const changed = isUpdate ? Object.keys(after ?? {}).filter((key) => key in (before ?? {})) : null;
    await appendEvent(tx, change.event, {
      ...{ [`${objectKind}Id`]: objectId, changed, revision: rows[0]?.revision ?? null, runId: null },
    });
    return ok(change.value);
  });
}
