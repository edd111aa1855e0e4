import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant, RunId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { DB } from "../../platform/db/schema.ts";
import type { AuditFilter, AuditRecord, AuditRecords } from "./ports.ts";

/** An act to be remembered. */
export interface NewAuditRecord {
  readonly actor: Actor;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string | null;
  readonly before?: { readonly [key: string]: Json };
  readonly after?: { readonly [key: string]: Json };
  readonly runId?: RunId;
}

/** Remembers an act in the same transaction as the act itself; pass that transaction. */
export async function appendAudit(db: Kysely<DB>, record: NewAuditRecord): Promise<void> {
  await db
    .insertInto("audit_record")
    .values({
      actor: JSON.stringify(record.actor),
      action: record.action,
      object_kind: record.objectKind,
      object_id: record.objectId,
      before: record.before === undefined ? null : JSON.stringify(record.before),
      after: record.after === undefined ? null : JSON.stringify(record.after),
      run_id: record.runId === undefined ? null : Number(record.runId),
    })
    .execute();
}

/** Reads the audit log, newest first. A cursor is the id of the last record of the page before. */
export function makeAuditRecords(db: Kysely<DB>): AuditRecords {
  const EXPORT_PAGE = 500;
  const readPage = async (filter: AuditFilter, limit: number, before: string | null): Promise<AuditRecord[]> => {
    let query = db.selectFrom("audit_record").selectAll().orderBy("id", "desc").limit(limit);
    if (before !== null) query = query.where("id", "<", Number(before));
    if (filter.action) query = query.where(sql<boolean>`starts_with(action, ${filter.action})`);
    if (filter.actor) {
      const named = filter.actor.toLowerCase();
      query = query.where(sql<boolean>`(strpos(lower(actor ->> 'name'), ${named}) > 0 or actor ->> 'id' = ${named})`);
    }
    if (filter.objectKind) query = query.where("object_kind", "=", filter.objectKind);
    if (filter.objectId) query = query.where("object_id", "=", filter.objectId);
    if (filter.from) query = query.where("at", ">=", new Date(filter.from));
    if (filter.until) query = query.where("at", "<", new Date(filter.until));
    const rows = await query.execute();
    return rows.map((row) => ({
      id: String(row.id),
      at: row.at.toISOString() as Instant,
      actor: row.actor as unknown as Actor,
      action: row.action,
      objectKind: row.object_kind,
      objectId: row.object_id,
      before: row.before as AuditRecord["before"],
      after: row.after as AuditRecord["after"],
      runId: row.run_id === null ? null : (String(row.run_id) as RunId),
    }));
  };
  return {
    async list(filter, { limit, cursor }) {
      if (cursor !== null && !/^[0-9]{1,18}$/.test(cursor)) return err({ code: "cursor_invalid" });
      const items = await readPage(filter, limit + 1, cursor);
      const shown = items.slice(0, limit);
      const nextCursor = items.length > limit ? (shown.at(-1)?.id ?? null) : null;
      return ok({ items: shown, nextCursor, total: null });
    },
    async *export(filter) {
      for (let last: string | null = null; ; ) {
        const page: AuditRecord[] = await readPage(filter, EXPORT_PAGE, last);
        yield* page;
        if (page.length < EXPORT_PAGE) return;
        last = page.at(-1)?.id ?? null;
      }
    },
  };
}
