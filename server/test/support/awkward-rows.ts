import pg from "pg";
import type { OpenDatabase } from "../../src/platform/db/open-database.ts";

/** Texts that formats of every kind trip over. */
export const awkwardTexts = [
  "plain",
  "\\.",
  "\\N",
  "tab\tnewline\nreturn\rbackslash\\",
  "\\.\n\\.\n",
  "“引号” 'single' \"double\" ; -- /* */ $1 %s",
  "张伟 🦜 e\u0301 \u202e \u00a0",
  "\u0001\u001f\u007f\b\f\v",
  "\\x41\\101\\u0041",
  "x".repeat(100_000),
];

/** Fills a migrated database with people whose names are awkward, a department tree, memberships and audit records. */
export async function insertAwkwardRows(database: OpenDatabase): Promise<void> {
  await database.pool.query(
    `with text as (select value, ordinality as n from unnest($1::text[]) with ordinality as t (value, ordinality)),
     department as (
       insert into department (id, name, parent_id, leader_ids, origin)
       select md5('d' || n)::uuid, left(value, 200), case when n > 1 then md5('d' || n - 1)::uuid end,
         array[md5('u' || n)::uuid, gen_random_uuid()], 'feishu'
       from text returning id),
     person as (
       insert into directory_user (id, username, name, attributes, origin)
       select md5('u' || n)::uuid, 'user' || n, value, jsonb_build_object('title', value, 'nested', jsonb_build_array(value, null, 1.5)), 'feishu'
       from text returning id)
     insert into audit_record (actor, action, object_kind, before)
     select to_jsonb(value), value, 'test', jsonb_build_object(value, value) from text`,
    [awkwardTexts],
  );
  await database.pool.query(
    `insert into membership (user_id, department_id, is_primary, origin)
     select u.id, d.id, true, 'feishu' from directory_user u join department d on d.leader_ids[1] = u.id`,
  );
  await database.pool.query(
    "insert into api_token (name, token_hash, scopes, created_by) values ('t', '\\x00ff5c0a', '{a,\"b c\",\"\\\\\",NULL}', '{}')",
  );
  await database.pool.query("delete from audit_record where id = (select max(id) from audit_record)");
}

/** Everything a database holds, table by table, as text to compare. */
export async function readEverything(database: OpenDatabase): Promise<Record<string, string[]>> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables
     where schemaname = 'public' and tablename not like '%migration%' and tablename <> 'directory_delta' order by 1`,
  );
  const everything: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await database.pool.query<{ row: string }>(
      `select t::text as row from ${pg.escapeIdentifier(name)} t order by 1`,
    );
    everything[name] = rows.map(({ row }) => row);
  }
  return everything;
}
