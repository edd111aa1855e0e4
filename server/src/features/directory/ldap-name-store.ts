import { type Kysely, type RawBuilder, sql } from "kysely";
import { chooseSlug } from "../../core/ldap/slug.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { loadRomanizer, type Romanize } from "../../platform/romanize/romanize.ts";
import { type DeltaKind, type DeltaSnapshot, selectChanged } from "./delta-reader.ts";

/** Any number; two processes that name the same new record at once take turns. */
const LOCK = 5_200_001;

interface Unnamed {
  readonly id: string;
  readonly name: string;
}

/** Those without a number and a name in LDAP: queries with `id`, in the order in which they get them. */
const UNNAMED_USERS = sql`
  select id, created_at from directory_user u
  where status <> 'deleted' and not service_account and not exists (select 1 from ldap_person p where p.user_id = u.id)`;
const UNNAMED_DEPARTMENTS = sql`
  select id, name, number from department d
  where status = 'active' and not exists (select 1 from ldap_group g where g.kind = 'department' and g.object_id = d.id)`;
const UNNAMED_GROUPS = sql`
  select id, name, created_at from directory_group d
  where not exists (select 1 from ldap_group g where g.kind = 'group' and g.object_id = d.id)`;

/** Those that changed since a snapshot: a query in brackets. */
export function selectUnnamed(held: DeltaSnapshot): RawBuilder<unknown> {
  return sql`(
    select id from (${UNNAMED_USERS}) u where ${among("user", held)}
    union all select id from (${UNNAMED_DEPARTMENTS}) d where ${among("department", held)}
    union all select id from (${UNNAMED_GROUPS}) g where ${among("group", held)})`;
}

function among(kind: DeltaKind, held: DeltaSnapshot | null): RawBuilder<unknown> {
  return held === null ? sql`true` : sql`id in (${selectChanged(kind, held)})`;
}

/**
 * Gives every record that has none its number and its name in LDAP, once and for good (ldap.md 2.3).
 *
 * @param held looks at what changed since this snapshot only; null: at everything
 */
export async function nameNewRecords(db: Kysely<Database>, held: DeltaSnapshot | null): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    await sql`
      insert into ldap_person (user_id)
      select id from (${UNNAMED_USERS}) u where ${among("user", held)} order by created_at, id`.execute(tx);
    const departments = await sql<Unnamed>`
      select id, name from (${UNNAMED_DEPARTMENTS}) d where ${among("department", held)} order by number`.execute(tx);
    const groups = await sql<Unnamed>`
      select id, name from (${UNNAMED_GROUPS}) g where ${among("group", held)} order by created_at, id`.execute(tx);
    if (departments.rows.length + groups.rows.length === 0) return;
    const romanize = await loadRomanizer();
    await nameGroups(tx, "department", ["department", "department_all"], departments.rows, romanize);
    await nameGroups(tx, "group", ["group"], groups.rows, romanize);
  });
}

async function nameGroups(
  tx: Kysely<Database>,
  taken: "department" | "group",
  kinds: readonly string[],
  unnamed: readonly Unnamed[],
  romanize: Romanize,
): Promise<void> {
  if (unnamed.length === 0) return;
  const { rows } = await sql<{ slug: string }>`select slug from ldap_group where kind = ${taken}`.execute(tx);
  const slugs = new Set(rows.map(({ slug }) => slug));
  const named = unnamed.map(({ id, name }) => {
    const slug = chooseSlug(romanize(name), taken === "group" ? "g" : "d", (candidate) => slugs.has(candidate));
    slugs.add(slug);
    return { id, slug };
  });
  await sql`
    insert into ldap_group (kind, object_id, slug)
    select kind, object_id, slug
    from unnest(${named.map(({ id }) => id)}::uuid[], ${named.map(({ slug }) => slug)}::text[]) with ordinality as n(object_id, slug, place),
      unnest(${[...kinds]}::text[]) as kind
    order by place, kind`.execute(tx);
}
