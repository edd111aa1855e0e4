import type { Kysely } from "kysely";
import type { DB } from "../platform/db/schema.ts";

/** The check value of the master key (product.md section 4). */
export interface KeyCheck {
  readonly keyId: string;
  readonly check: string;
}

/** The one row about this installation. */
export interface InstallationStore {
  /** The check value, or undefined before the first start. */
  readKeyCheck(): Promise<KeyCheck | undefined>;
  /** Leaves the check value, unless another process was first; returns the one that is there now. */
  writeKeyCheck(check: KeyCheck): Promise<KeyCheck>;
  /** Whether the database answers. Throws when it does not. */
  isReachable(): Promise<boolean>;
}

export function makeInstallationStore(db: Kysely<DB>): InstallationStore {
  async function readKeyCheck(): Promise<KeyCheck | undefined> {
    const row = await db.selectFrom("installation").select(["key_id", "key_check"]).executeTakeFirstOrThrow();
    return row.key_id === null || row.key_check === null ? undefined : { keyId: row.key_id, check: row.key_check };
  }
  return {
    readKeyCheck,
    async writeKeyCheck({ keyId, check }) {
      await db
        .updateTable("installation")
        .set({ key_id: keyId, key_check: check })
        .where("key_check", "is", null)
        .execute();
      const stored = await readKeyCheck();
      if (stored === undefined) throw new Error("the installation row is gone");
      return stored;
    },
    async isReachable() {
      await db.selectFrom("installation").select("id").executeTakeFirstOrThrow();
      return true;
    },
  };
}
