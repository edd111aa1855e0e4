import type { Kysely } from "kysely";
import type { DB } from "../platform/db/schema.ts";

/** The check value of the master key (product.md section 4). */
export interface KeyCheck {
  readonly keyId: string;
  readonly check: string;
}

/** The check value, or undefined before the first start. */
export async function readKeyCheck(db: Kysely<DB>): Promise<KeyCheck | undefined> {
  const row = await db.selectFrom("installation").select(["key_id", "key_check"]).executeTakeFirstOrThrow();
  return row.key_id === null || row.key_check === null ? undefined : { keyId: row.key_id, check: row.key_check };
}

/** Leaves the check value, unless another process was first; returns the one that is there now. */
export async function writeKeyCheck(db: Kysely<DB>, { keyId, check }: KeyCheck): Promise<KeyCheck> {
  await db.updateTable("installation").set({ key_id: keyId, key_check: check }).where("key_check", "is", null).execute();
  const stored = await readKeyCheck(db);
  if (stored === undefined) throw new Error("the installation row is gone");
  return stored;
}

/** Whether the database answers. Throws when it does not. */
export async function isReachable(db: Kysely<DB>): Promise<boolean> {
  await db.selectFrom("installation").select("id").executeTakeFirstOrThrow();
  return true;
}
