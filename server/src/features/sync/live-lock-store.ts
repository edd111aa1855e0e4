import { type Kysely, sql } from "kysely";
import type { PoolClient } from "pg";
import type { Database, OpenDatabase } from "../../platform/db/open-database.ts";

/**
 * Two advisory locks for each connection. Their second key comes from the connection's id: a clash with another connection
 * could only make somebody wait.
 *
 * - `CONSUMER`: held by the one process that looks at what events named, for as long as there is something to look at.
 * - `LOOK`: held by a look from reading the directory to marking its events as handled, and by every block of another run. So a
 *   block comes before the look reads the directory, or it sees that the look was made.
 */
const CONSUMER = 0x4c43;
const LOOK = 0x4c44;

/** The right to look at what events named. It falls with its process. */
export interface ConsumerLock {
  /** Waits until no block of another run is being written, and keeps others from beginning. */
  enterLook(): Promise<void>;
  leaveLook(): Promise<void>;
  /** Fires when the connection that holds the locks is lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** @returns undefined when another process, or another call of this one, is at it */
export async function takeConsumerLock(
  { pool }: Pick<OpenDatabase, "pool">,
  connectionId: string,
): Promise<ConsumerLock | undefined> {
  const client = await pool.connect();
  const controller = new AbortController();
  const lose = () => controller.abort(new Error("the connection that holds the lock is lost"));
  client.on("error", lose);
  const end = (broken: boolean) => {
    client.removeListener("error", lose);
    client.release(broken);
  };
  try {
    const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1, hashtext($2)) as taken", [
      CONSUMER,
      connectionId,
    ]);
    if (rows[0]?.taken !== true) {
      end(false);
      return undefined;
    }
  } catch (error) {
    end(true);
    throw error;
  }
  return {
    lost: controller.signal,
    enterLook: () => call(client, "pg_advisory_lock", LOOK, connectionId),
    leaveLook: () => call(client, "pg_advisory_unlock", LOOK, connectionId),
    async release() {
      const unlocked = await client.query("select pg_advisory_unlock_all()").then(
        () => true,
        () => false,
      );
      // Closing the connection gives the locks back where it is in a bad way.
      end(!unlocked);
    },
  };
}

async function call(client: PoolClient, name: string, lock: number, connectionId: string): Promise<void> {
  await client.query(`select ${name}($1, hashtext($2))`, [lock, connectionId]);
}

/** Keeps looks out of the rest of the transaction that writes a block. */
export async function keepLooksOut(tx: Kysely<Database>, connectionId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOOK}, hashtext(${connectionId}))`.execute(tx);
}
