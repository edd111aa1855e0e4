import { type Kysely, sql } from "kysely";
import { chooseSlug } from "../../core/ldap/slug.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { loadRomanizer, type Romanize } from "../../platform/romanize/romanize.ts";

/** Any number; two processes that name the same new record at once take turns. */
const LOCK = 5_200_001;

interface Unnamed {
  readonly id: string;
  readonly name: string;
}

/** Gives every record that has none its number and its name in LDAP, once and for good (ldap.md 2.3). */
export async function nameNewRecords(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    await sql`
      insert into ldap_person (user_id)
      select id from directory_user u
      where status <> 'deleted' and not service_account and not exists (select 1 from ldap_person p where p.user_id = u.id)
      order by created_at, id`.execute(tx);
    const departments = await sql<Unnamed>`
      select id, name from department d
      where status = 'active' and not exists (select 1 from ldap_group g where g.kind = 'department' and g.object_id = d.id)
      order by number`.execute(tx);
    const groups = await sql<Unnamed>`
      select id, name from directory_group d
      where not exists (select 1 from ldap_group g where g.kind = 'group' and g.object_id = d.id)
      order by created_at, id`.execute(tx);
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
