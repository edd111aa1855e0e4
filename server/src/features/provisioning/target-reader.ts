import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { isUuid } from "../directory/index.ts";
import type { LdapRunStatus, Target, TargetSettings } from "./ports.ts";

interface Row {
  id: string;
  name: string;
  settings: TargetSettings;
  set_by_file: boolean;
  people: number;
  groups: number;
  units: number;
  run: { id: number; status: LdapRunStatus; started_at: string; finished_at: string | null } | null;
  next_run_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** Reads servers by name. */
export async function readTargets(db: Kysely<Database>, which: RawBuilder<unknown> = sql`true`): Promise<Target[]> {
  const { rows } = await sql<Row>`
    select t.id, t.name, t.settings, t.set_by_file, t.next_run_at, t.created_at, t.updated_at,
      coalesce(l.people, 0) as people, coalesce(l.groups, 0) as groups, coalesce(l.units, 0) as units,
      (select jsonb_build_object('id', r.id, 'status', r.status, 'started_at', r.started_at, 'finished_at', r.finished_at)
       from ldap_run r where r.target_id = t.id and r.purpose = 'run' order by r.id desc limit 1) as run
    from ldap_target t
    left join (
      select target_id, count(*) filter (where kind = 'people') as people, count(*) filter (where kind = 'groups') as groups,
        count(*) filter (where kind = 'units') as units
      from ldap_target_link group by target_id
    ) l on l.target_id = t.id
    where ${which} order by lower(t.name)`.execute(db);
  return rows.map(toTarget);
}

export async function findTarget(db: Kysely<Database>, id: string): Promise<Target | undefined> {
  return isUuid(id) ? (await readTargets(db, sql`t.id = ${id}::uuid`))[0] : undefined;
}

function toTarget(row: Row): Target {
  const { id, name, settings, people, groups, units, run } = row;
  const instant = (text: string) => new Date(text).toISOString() as Instant;
  return {
    id,
    name,
    settings,
    setByFile: row.set_by_file,
    entries: { people, groups, units },
    lastRun: run && {
      id: String(run.id),
      status: run.status,
      startedAt: instant(run.started_at),
      finishedAt: run.finished_at === null ? null : instant(run.finished_at),
    },
    nextRunAt: (row.next_run_at?.toISOString() ?? null) as Instant | null,
    createdAt: row.created_at.toISOString() as Instant,
    updatedAt: row.updated_at.toISOString() as Instant,
  };
}
