import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { Pool, PoolClient } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { type BackupHeader, endOfRows, formatVersion, magic, startDigest } from "./backup-format.ts";
import { type OurTable, readMigrationNames, readOurTables } from "./our-tables.ts";

/**
 * Starts writing a backup: every row of ours as one moment saw it, while the server goes on working.
 *
 * @returns the file's content; the stream fails when the backup cannot be finished, and destroying it gives up
 * @throws what the first queries throw, before a byte is written
 */
export async function startBackup(pool: Pool, options: { appVersion: string }): Promise<Readable> {
  const client = await pool.connect();
  try {
    await client.query("begin isolation level repeatable read, read only");
    // The reader of the stream sets the pace, and COPY prints values as these settings say.
    await client.query(
      `set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
       set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
       set local bytea_output = 'hex'; set local extra_float_digits = 1`,
    );
    const header = await readHeader(client, options.appVersion);
    const tables = await readOurTables(client);
    const content = Readable.from(writeContent(client, header, tables), { objectMode: false });
    // The gzip stream is destroyed with the failure, and so its reader hears of it.
    return pipeline(content, createGzip({ level: 3 }), () => undefined);
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function readHeader(client: PoolClient, appVersion: string): Promise<BackupHeader> {
  const { rows } = await client.query<{ at: Date; key_id: string | null }>(
    "select now() as at, key_id from installation",
  );
  const row = rows[0];
  if (row === undefined) throw new Error("The table installation has no row");
  const migrations = await readMigrationNames(client);
  return { app_version: appVersion, created_at: row.at.toISOString(), key_id: row.key_id, migrations };
}

async function* writeContent(
  client: PoolClient,
  header: BackupHeader,
  tables: readonly OurTable[],
): AsyncGenerator<Buffer> {
  const frame = startDigest();
  const line = (text: string): Buffer => {
    const bytes = Buffer.from(`${text}\n`);
    frame.update(bytes);
    return bytes;
  };
  let finished = false;
  try {
    yield line(`${magic}${formatVersion}`);
    yield line(JSON.stringify(header));
    let total = 0;
    for (const table of tables) {
      yield line(JSON.stringify({ table: table.name, columns: table.columns }));
      const digest = startDigest();
      let rows = 0;
      for await (const chunk of client.query(copyTo(copyStatement(client, table, "to stdout")))) {
        digest.update(chunk);
        rows += countLines(chunk);
        yield chunk;
      }
      yield line(endOfRows);
      yield line(JSON.stringify({ rows, sha256: digest.digest("hex"), sequences: await readSequences(client, table) }));
      total += rows;
    }
    const sha256 = frame.copy().digest("hex");
    yield line(JSON.stringify({ end: true, tables: tables.length, rows: total, sha256 }));
    await client.query("commit");
    finished = true;
  } finally {
    // A connection left in the middle of a COPY is of no more use.
    client.release(!finished);
  }
}

/** A COPY statement over the columns of a table. */
export function copyStatement(
  client: Pick<PoolClient, "escapeIdentifier">,
  table: { readonly name: string; readonly columns: readonly string[] },
  direction: "to stdout" | "from stdin",
): string {
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(", ");
  return `copy ${client.escapeIdentifier(table.name)} (${columns}) ${direction}`;
}

async function readSequences(client: PoolClient, table: OurTable) {
  const positions = [];
  for (const { column, sequence } of table.sequences) {
    const { rows } = await client.query<{ last_value: string; is_called: boolean }>(
      `select last_value::text, is_called from ${sequence}`,
    );
    const row = rows[0];
    if (row === undefined) throw new Error(`The sequence ${sequence} has no row`);
    positions.push({ column, last_value: Number(row.last_value), is_called: row.is_called });
  }
  return positions;
}

/** COPY ends every row with a newline and writes those in data as \n. */
function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}
