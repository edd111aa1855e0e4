import { type Kysely, sql } from "kysely";
import type { RelationFacts } from "../../core/ldap/relations/check-directory.ts";
import type { Relation } from "../../core/ldap/relations/relation.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { RelationChoices } from "./ldap-relation-ports.ts";

/** People LDAP shows, as `u`. */
const LISTED = sql`directory_user u where u.status <> 'deleted' and not u.service_account`;

/** What tells whether a person has a value of a field. A value is one that is not empty. */
const has = {
  username: sql`true`,
  name: sql`true`,
  family_name: sql`true`,
  given_name: sql`char_length(u.name) > 1`,
  nickname: sql`u.nickname <> ''`,
  email: sql`u.email <> ''`,
  mobile: sql`u.mobile <> ''`,
  employee_no: sql`u.employee_no <> ''`,
  job_title: sql`u.job_title <> ''`,
  department_names: sql`exists (select 1 from membership m where m.user_id = u.id)`,
  department_slugs: sql`exists (select 1 from membership m where m.user_id = u.id)`,
  en_name: sql`u.attributes ->> 'en_name' <> ''`,
  city: sql`u.attributes ->> 'city' <> ''`,
  country: sql`u.attributes ->> 'country' <> ''`,
  work_station: sql`u.attributes ->> 'work_station' <> ''`,
  employee_type: sql`u.attributes ->> 'employee_type' <> ''`,
  join_time: sql`u.attributes ->> 'join_time' <> ''`,
  avatar: sql`u.attributes ->> 'avatar' <> ''`,
} as const;

/** What the directory says to some relations: only what they name is looked at, and only until somebody has it. */
export async function readRelationFacts(
  db: Kysely<Database>,
  relations: readonly Relation[],
): Promise<Omit<RelationFacts, "unreadable">> {
  const sources = relations.flatMap(({ first_of }) => first_of);
  const named = new Set(sources.flatMap((source) => ("field" in source ? [source.field] : [])));
  const fields = Object.entries(has).filter(([name]) => named.has(name));
  const custom = [...new Set(sources.flatMap((source) => ("custom" in source ? [source.custom] : [])))];
  const { rows } = await sql<{ anybody: boolean; fields: string[]; custom: string[] }>`
    select
      exists (select 1 from linked_identity where unlinked_at is null) as anybody,
      array_remove(array[${sql.join([
        sql`null::text`,
        ...fields.map(
          ([name, condition]) =>
            sql`case when exists (select 1 from ${LISTED} and ${condition}) then ${name}::text end`,
        ),
      ])}], null) as fields,
      array(select key from unnest(${custom}::text[]) as key
        where exists (select 1 from ${LISTED} and u.attributes -> 'custom' ->> key <> '')) as custom`.execute(db);
  const [row] = rows;
  return {
    anybody: row?.anybody ?? false,
    filledFields: new Set(row?.fields),
    filledCustom: new Set(row?.custom),
  };
}

/** How many people have each field, and which custom attributes there are. */
export async function readRelationChoices(db: Kysely<Database>): Promise<Omit<RelationChoices, "unreadable">> {
  const counts = sql.join(
    Object.entries(has).map(([name, condition]) => sql`${name}::text, count(*) filter (where ${condition})`),
  );
  const people = await sql<{
    people: Record<string, number>;
  }>`select json_build_object(${counts}) as people from ${LISTED}`.execute(db);
  const custom = await sql<{ id: string; people: number; example: string }>`
    select key as id, count(*)::int as people, min(value) as example
    from ${sql`directory_user u, jsonb_each_text(case when jsonb_typeof(u.attributes -> 'custom') = 'object' then u.attributes -> 'custom' else '{}' end)`}
    where u.status <> 'deleted' and not u.service_account and value <> ''
    group by key order by key limit 200`.execute(db);
  return {
    people: new Map(Object.entries(people.rows[0]?.people ?? {})),
    custom: custom.rows,
  };
}
