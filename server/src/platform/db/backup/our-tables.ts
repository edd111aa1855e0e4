import type { ClientBase } from "pg";

/** A table of ours, with what a copy of it needs. */
export interface OurTable {
  readonly name: string;
  /** In their order, without generated ones. */
  readonly columns: readonly string[];
  /** Columns that are numbered from a sequence. */
  readonly sequences: readonly { readonly column: string; readonly sequence: string }[];
  /** Holds at most one row, which its migration puts in; marked by a column `only_row`. */
  readonly single: boolean;
}

/** What the migrations keep about themselves, and what processes that run tell each other of changes. */
const bookkeeping = ["kysely_migration", "kysely_migration_lock", "schema_migration", "directory_delta"];

/** Lists every table of the schema we work in, by name. The database is ours alone, so all of them are ours. */
export async function readOurTables(client: ClientBase): Promise<OurTable[]> {
  const { rows } = await client.query<OurTable>(
    `select c.relname as name,
       json_agg(a.attname order by a.attnum) filter (where a.attgenerated = '') as columns,
       coalesce(json_agg(json_build_object('column', a.attname, 'sequence', s.sequence) order by a.attnum)
         filter (where s.sequence is not null), '[]') as sequences,
       bool_or(a.attname = 'only_row') as single
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     cross join lateral (select pg_get_serial_sequence(c.oid::regclass::text, a.attname) as sequence) s
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all ($1::text[])
     group by c.relname
     order by c.relname`,
    [bookkeeping],
  );
  return rows;
}

/** The migrations a database has had, in order; none when it is not a database of ours. */
export async function readMigrationNames(client: ClientBase): Promise<string[]> {
  const { rows: found } = await client.query<{ ours: boolean }>(
    "select to_regclass('schema_migration') is not null as ours",
  );
  if (found[0]?.ours !== true) return [];
  const { rows } = await client.query<{ name: string }>("select name from schema_migration order by name");
  return rows.map(({ name }) => name);
}

/** Drops all our tables, those of the migrations included. */
export async function dropOurTables(client: ClientBase, tables: readonly OurTable[]): Promise<void> {
  const names = [...tables.map(({ name }) => client.escapeIdentifier(name)), ...bookkeeping];
  await client.query(`drop table if exists ${names.join(", ")} cascade`);
  // Triggers went with their tables; the functions they called stay, and the migrations make them anew.
  const { rows } = await client.query<{ signature: string }>(
    `select p.oid::regprocedure::text as signature from pg_proc p
     where p.pronamespace = current_schema()::regnamespace
       and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  );
  if (rows.length > 0) await client.query(`drop function ${rows.map(({ signature }) => signature).join(", ")}`);
}
