import type pg from "pg";
import { DatabaseError, messageOf } from "./errors.ts";

/** The oldest PostgreSQL our SQL is written for (stack.md, decision table). */
export const oldestSupportedMajor = 15;

/**
 * Connects, and makes sure the server is one our SQL runs on.
 *
 * @throws DatabaseError `database_unreachable`, `database_too_old`
 */
export async function requireSupportedServer(client: pg.Client): Promise<void> {
  let version: number;
  try {
    await client.connect();
    const { rows } = await client.query("select current_setting('server_version_num') as version");
    version = Number(rows[0]?.version);
  } catch (error) {
    throw new DatabaseError(
      "database_unreachable",
      `The database does not answer: ${messageOf(error)}`,
      "Check host, port, name, user and password in LARKBRIDGE_DATABASE_URL, and that the server accepts connections from here.",
      { cause: error },
    );
  }
  if (version >= oldestSupportedMajor * 10_000) return;
  throw new DatabaseError(
    "database_too_old",
    `The database server is PostgreSQL ${Math.floor(version / 10_000)}; Larkbridge needs ${oldestSupportedMajor} or newer.`,
    "Upgrade the server, or point LARKBRIDGE_DATABASE_URL at a newer one.",
  );
}
