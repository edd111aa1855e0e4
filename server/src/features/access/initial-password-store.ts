import type { Kysely } from "kysely";
import { hashPassword, verifyPassword } from "../../platform/crypto/password.ts";
import type { DB } from "../../platform/db/schema.ts";

/**
 * Keeps what the configuration says people a sync creates begin with (product.md 5.11): one hash for all, which each of them
 * has to change at first use. Null: they begin without a password. Those who are there already are left as they are.
 */
export async function declareInitialPassword(db: Kysely<DB>, password: string | null): Promise<void> {
  if (password === null) {
    await db.deleteFrom("initial_password").execute();
    return;
  }
  const kept = await db.selectFrom("initial_password").select("password_hash").executeTakeFirst();
  if (kept && (await verifyPassword(kept.password_hash, password))) return;
  const hash = await hashPassword(password);
  await db
    .insertInto("initial_password")
    .values({ password_hash: hash })
    .onConflict((conflict) => conflict.column("only_row").doUpdateSet({ password_hash: hash }))
    .execute();
}
