import { randomInt } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database, OpenDatabase } from "../../platform/db/open-database.ts";
import type { LinkState, LinkTrouble } from "./ports.ts";

/** "LE": first key of the advisory locks of those who keep a long connection; the second is a number of their own. */
const LOCK = 0x4c45;
/**
 * A process that died loses its lock at once. One whose machine died or stands still keeps it, and is taken for gone when it
 * has been silent for this long.
 */
const SILENCE = "10 seconds";

/** The right to keep the long connection of an app. */
export interface Ownership {
  readonly connectionId: string;
  /** Says that we live and how the connection stands. @returns false when it is not ours any more */
  tell(state: LinkState): Promise<boolean>;
  /** Gives it up, so that another process may take it at once. */
  release(): Promise<void>;
}

/**
 * Takes the right to keep the long connection, if nobody has it. The lock is taken before others can see the row, on a
 * database connection kept for the purpose: it falls with the process.
 *
 * @param ownerName host and process, for people
 * @returns undefined while another process has it
 */
export async function takeOwnership(
  database: OpenDatabase,
  connectionId: string,
  ownerName: string,
): Promise<Ownership | undefined> {
  const client = await database.pool.connect();
  const owner = randomInt(1, 0x7fff_ffff);
  let isBroken = false;
  const noteBroken = () => {
    isBroken = true;
  };
  try {
    await client.query("begin");
    const { rows } = await client.query(
      `insert into feishu_long_connection as held (connection_id, owner, owner_name, state) values ($1, $2, $3, 'connecting')
       on conflict (connection_id) do update
         set owner = excluded.owner, owner_name = excluded.owner_name, taken_at = now(), heartbeat_at = now(),
           state = 'connecting', reason = null, connected_at = null
         where held.heartbeat_at < now() - $4::interval or pg_try_advisory_xact_lock($5, held.owner)
       returning owner`,
      [connectionId, owner, ownerName, SILENCE, LOCK],
    );
    if (rows.length === 0) {
      await client.query("rollback");
      client.release();
      return undefined;
    }
    await client.query("select pg_advisory_lock($1, $2)", [LOCK, owner]);
    await client.query("commit");
  } catch (error) {
    client.release(true);
    throw error;
  }
  // An unheard complaint ends the process; the pool listens once it has the client back.
  client.on("error", noteBroken);
  return {
    connectionId,
    async tell(state) {
      if (isBroken) return false;
      const { rowCount } = await client.query(
        `update feishu_long_connection set heartbeat_at = now(), state = $3, reason = $4, connected_at = $5
         where connection_id = $1 and owner = $2`,
        [
          connectionId,
          owner,
          state.state,
          state.state === "connected" || state.reason === null ? null : JSON.stringify(state.reason),
          state.state === "connected" ? state.since : null,
        ],
      );
      return rowCount === 1;
    },
    async release() {
      const freed = await client
        .query("delete from feishu_long_connection where connection_id = $1 and owner = $2", [connectionId, owner])
        .then(() => client.query("select pg_advisory_unlock($1, $2)", [LOCK, owner]))
        .then(
          () => true,
          () => false,
        );
      client.removeListener("error", noteBroken);
      // Closing the connection gives back the lock where it is in a bad way.
      client.release(!freed);
    },
  };
}

/** Who keeps the long connection and how it stands; undefined when nobody does. */
export async function readLongConnection(
  db: Kysely<Database>,
  connectionId: string,
): Promise<{ readonly owner: string; readonly link: LinkState } | undefined> {
  const { rows } = await sql<{
    owner_name: string;
    state: LinkState["state"];
    reason: LinkTrouble | null;
    connected_at: Date | null;
  }>`
    select owner_name, state, reason, connected_at from feishu_long_connection
    where connection_id = ${connectionId}::uuid and heartbeat_at >= now() - ${SILENCE}::interval`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { owner_name: owner, state, reason, connected_at: connectedAt } = row;
  if (state === "connected" && connectedAt !== null)
    return { owner, link: { state: "connected", since: connectedAt.toISOString() as Instant } };
  if (state === "refused" && reason !== null) return { owner, link: { state: "refused", reason } };
  return { owner, link: { state: "connecting", reason } };
}
