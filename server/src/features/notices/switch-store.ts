import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { type Audience, NOTICES, type NoticeName, notices } from "../../core/notify/notices.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";

/** A notice and how it is switched. */
export interface NoticeSwitch {
  readonly notice: NoticeName;
  readonly audience: Audience;
  readonly enabled: boolean;
  /** How it is while nobody sets it. */
  readonly byDefault: boolean;
  /** Since when it is as it is; what happened before is not told. */
  readonly since: Instant;
}

/** How every notice is switched now. */
export async function readSwitches(db: Kysely<Database>): Promise<readonly NoticeSwitch[]> {
  const { rows } = await sql<{
    at: Date;
    links_since: Date | null;
    notice: string | null;
    enabled: boolean;
    since: Date;
  }>`
    select s.at, s.links_since, n.notice, n.enabled, n.since from notice_start s left join notice_switch n on true`.execute(
    db,
  );
  const [start] = rows;
  if (!start) throw new Error("the row of notice_start is gone");
  return NOTICES.map((notice) => {
    const { audience, byDefault: usual } = notices[notice];
    // A file that promises one-time links in messages asks for the welcome that carries them (product.md 5.11).
    const asked = notice === "welcome" ? start.links_since : null;
    const byDefault = usual || asked !== null;
    const set = rows.find((row) => row.notice === notice);
    const since = set?.since ?? asked ?? start.at;
    return { notice, audience, byDefault, enabled: set?.enabled ?? byDefault, since: since.toISOString() as Instant };
  });
}

/**
 * Sets switches; those that stay as they are keep their `since`, which is by the database's clock as the times of events are.
 * Leaves an audit record where something changed.
 */
export async function changeSwitches(
  db: Kysely<Database>,
  changes: { readonly [notice in NoticeName]?: boolean | undefined },
  actor: Actor,
): Promise<readonly NoticeSwitch[]> {
  return db.transaction().execute(async (tx) => {
    // Two who switch at once come one after the other.
    await sql`select at from notice_start for update`.execute(tx);
    const before = await readSwitches(tx);
    const changed = before.filter(({ notice, enabled }) => (changes[notice] ?? enabled) !== enabled);
    for (const { notice, enabled } of changed)
      await sql`
        insert into notice_switch (notice, enabled, since) values (${notice}, ${!enabled}, now())
        on conflict (notice) do update set enabled = excluded.enabled, since = excluded.since`.execute(tx);
    if (changed.length > 0)
      await appendAudit(tx, {
        actor,
        action: "notices.changed",
        objectKind: "installation",
        objectId: null,
        before: Object.fromEntries(changed.map(({ notice, enabled }) => [notice, enabled])),
        after: Object.fromEntries(changed.map(({ notice, enabled }) => [notice, !enabled])),
      });
    return readSwitches(tx);
  });
}

/** Keeps whether the configuration wants one-time links in welcomes (product.md 5.11), and since when. */
export async function declareWelcomeLinks(db: Kysely<Database>, wanted: boolean): Promise<void> {
  const since = wanted ? sql`coalesce(links_since, now())` : sql`null`;
  await sql`update notice_start set links_since = ${since}`.execute(db);
}

/** Whether welcomes carry a one-time link. */
export async function readWelcomeLinks(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ wanted: boolean }>`select links_since is not null as wanted from notice_start`.execute(
    db,
  );
  return rows[0]?.wanted ?? false;
}
