import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant, PlanId } from "../../core/kernel/ids.ts";
import type { SyncTarget } from "../../core/sync/snapshot.ts";
import { errorCodeOf } from "../../platform/db/errors.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { RunProgress, RunReason } from "./ports.ts";
import type { TouchRow } from "./run-progress-store.ts";

/** Hours a preview can be applied (ux.md 6.2). */
export const PREVIEW_HOURS = 24;

/** What is kept of a preview beside its plan. */
export interface PreviewRow {
  readonly id: PlanId;
  /** Counts up; the place in the list. */
  readonly number: number;
  readonly target: SyncTarget;
  readonly status: "planning" | "ready" | "failed" | "cancelled";
  readonly progress: RunProgress;
  readonly reasons: readonly RunReason[];
  readonly requestedBy: Actor;
  readonly createdAt: Instant;
}

export interface NewPreview {
  readonly id: PlanId;
  readonly connectionId: string;
  readonly requestedBy: Actor;
  readonly target: SyncTarget;
  readonly now: Instant;
}

/** Opens a preview. Returns whether no other of the connection is being made. */
export async function openPreview(db: Kysely<Database>, preview: NewPreview): Promise<boolean> {
  const { id, connectionId, requestedBy, target, now } = preview;
  const reasons = JSON.stringify([{ code: "run_interrupted", detail: {} }]);
  await sql`
    update sync_preview set status = 'failed', finished_at = ${now}::timestamptz, reasons = ${reasons}::jsonb
    where status = 'planning' and heartbeat_at < now() - interval '60 seconds'`.execute(db);
  try {
    await sql`
      insert into sync_preview (plan_id, connection_id, requested_by, target, status, progress, created_at)
      values (${id}::uuid, ${connectionId}::uuid, ${JSON.stringify(requestedBy)}::jsonb, ${JSON.stringify(target)}::jsonb,
        'planning', '{"phase": "starting", "done": 0, "total": null}', ${now}::timestamptz)`.execute(db);
    return true;
  } catch (error) {
    if (errorCodeOf(error) === "23505") return false;
    throw error;
  }
}

/** Keeps a preview's row up to date while it is being made. */
export function touchPreview(db: Kysely<Database>, id: PlanId): TouchRow {
  return async (progress) => {
    const { rows } = await sql<{ cancel_requested: boolean }>`
      update sync_preview set heartbeat_at = now(), progress = coalesce(${progress}::jsonb, progress)
      where plan_id = ${id}::uuid and status = 'planning' returning cancel_requested`.execute(db);
    return rows[0];
  };
}

/** Writes how a preview ended; does nothing when somebody else closed it. */
export async function finishPreview(
  db: Kysely<Database>,
  id: PlanId,
  end: {
    readonly status: "ready" | "failed" | "cancelled";
    readonly reasons: readonly RunReason[];
    readonly now: Instant;
  },
): Promise<void> {
  await sql`
    update sync_preview set status = ${end.status}, reasons = ${JSON.stringify(end.reasons)}::jsonb,
      finished_at = ${end.now}::timestamptz where plan_id = ${id}::uuid and status = 'planning'`.execute(db);
}

/** Asks a preview that is being made to stop. */
export async function requestPreviewCancel(db: Kysely<Database>, id: PlanId): Promise<void> {
  await sql`update sync_preview set cancel_requested = true where plan_id = ${id}::uuid and status = 'planning'`.execute(
    db,
  );
}

/** Drops a preview with its plan. Returns false, and drops nothing, when a run has taken the plan. */
export async function dropPreview(db: Kysely<Database>, id: PlanId): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql`select 1 from sync_run where plan_id = ${id}::uuid limit 1`.execute(tx);
    if (rows.length > 0) return false;
    await sql`delete from sync_preview where plan_id = ${id}::uuid`.execute(tx);
    // A run that takes the plan at this very moment is kept from it, or keeps it, by its reference.
    await sql`delete from sync_plan where id = ${id}::uuid`.execute(tx);
    return true;
  });
}

export async function findPreview(db: Kysely<Database>, id: PlanId): Promise<PreviewRow | undefined> {
  return (await read(db, sql`where plan_id = ${id}::uuid`))[0];
}

/** Newest first. */
export function listPreviews(db: Kysely<Database>, before: number | null, limit: number): Promise<PreviewRow[]> {
  const place = before === null ? sql`true` : sql`number < ${before}::bigint`;
  return read(db, sql`where ${place} order by number desc limit ${limit}`);
}

interface Row extends Omit<PreviewRow, "createdAt"> {
  readonly createdAt: Date;
}

async function read(db: Kysely<Database>, tail: RawBuilder<unknown>): Promise<PreviewRow[]> {
  const { rows } = await sql<Row>`
    select plan_id as id, number, target, status, progress, reasons, requested_by as "requestedBy", created_at as "createdAt"
    from sync_preview ${tail}`.execute(db);
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() as Instant }));
}
