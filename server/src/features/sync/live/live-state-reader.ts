import { type Kysely, sql } from "kysely";
import type { Instant } from "../../../core/kernel/ids.ts";
import type { Database } from "../../../platform/db/open-database.ts";

/** How far looking at what events name has come. */
export interface LiveState {
  /** Events that are still to be looked at. */
  readonly pending: number;
  readonly oldestPendingAt: Instant | null;
  /** From what happened in Feishu to the directory, of the last events; null before the first. */
  readonly lagMs: { readonly p50: number; readonly p99: number } | null;
  /** What the last full run found that no event had told. */
  readonly gaps: {
    readonly lastSweepAt: Instant | null;
    readonly missed: number;
    readonly missedUsers: number;
    readonly missedDepartments: number;
  };
  /** Since when nobody is removed for not being found: the contact range changed, and no full run has accepted it yet. */
  readonly removalsFrozenSince: Instant | null;
}

/** So many of the last events tell how long it takes. */
const SAMPLE = 1000;

/** Reads it for a connection, the same on every process. */
export async function readLiveState(db: Kysely<Database>, connectionId: string): Promise<LiveState> {
  const { rows } = await sql<{
    pending: number;
    oldest: Date | null;
    p50: number | null;
    p99: number | null;
    swept_at: Date | null;
    missed_users: number | null;
    missed_departments: number | null;
    frozen: Date | null;
  }>`
    with waiting as (
      select count(*) as pending, min(received_at) as oldest from received_event
      where connection_id = ${connectionId}::uuid and handled_at is null and target is not null
    ), lag as (
      select greatest(0, extract(epoch from handled_at - occurred_at) * 1000)::float8 as ms from received_event
      where connection_id = ${connectionId}::uuid and looked and handled_at is not null
      order by handled_at desc limit ${SAMPLE}
    )
    select pending, oldest, swept_at, missed_users, missed_departments,
      (select percentile_cont(0.5) within group (order by ms) from lag) as p50,
      (select percentile_cont(0.99) within group (order by ms) from lag) as p99,
      (select removals_frozen_since from feishu_connection where id = ${connectionId}::uuid) as frozen
    from waiting left join live_watch w on w.connection_id = ${connectionId}::uuid`.execute(db);
  const row = rows[0];
  const instant = (time: Date | null | undefined) => (time?.toISOString() ?? null) as Instant | null;
  const missedUsers = row?.missed_users ?? 0;
  const missedDepartments = row?.missed_departments ?? 0;
  return {
    pending: row?.pending ?? 0,
    oldestPendingAt: instant(row?.oldest),
    lagMs: row?.p50 == null || row.p99 == null ? null : { p50: Math.round(row.p50), p99: Math.round(row.p99) },
    gaps: {
      lastSweepAt: instant(row?.swept_at),
      missed: missedUsers + missedDepartments,
      missedUsers,
      missedDepartments,
    },
    removalsFrozenSince: instant(row?.frozen),
  };
}
