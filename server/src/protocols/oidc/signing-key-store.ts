import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { SigningKeyPlan } from "../../core/signin/signing-keys.ts";
import type { DB } from "../../platform/db/schema.ts";

/** A key pair of the provider as it is stored; the private half is sealed. */
export interface StoredSigningKey {
  readonly id: string;
  readonly algorithm: string;
  readonly state: "next" | "signing" | "retired";
  readonly publicJwk: { readonly [member: string]: unknown };
  readonly privateJwk: string;
  readonly createdAt: Instant;
  readonly signsSince: Instant | null;
  readonly retiredAt: Instant | null;
}

/** Any number that no other lock of ours has. */
const LOCK = 712_009;

/** Lets one process at a time change the keys, until its transaction ends. */
export async function lockSigningKeys(tx: Kysely<DB>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
}

/** The one that signs first, then the next, then those before, the latest first. */
export async function readSigningKeys(db: Kysely<DB>): Promise<StoredSigningKey[]> {
  const rows = await db
    .selectFrom("signing_key")
    .selectAll()
    .orderBy(sql`array_position(array['signing', 'next', 'retired'], state)`)
    .orderBy("retired_at", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    algorithm: row.algorithm,
    state: row.state as StoredSigningKey["state"],
    publicJwk: row.public_jwk as StoredSigningKey["publicJwk"],
    privateJwk: row.private_jwk,
    createdAt: row.created_at.toISOString() as Instant,
    signsSince: row.signs_since && (row.signs_since.toISOString() as Instant),
    retiredAt: row.retired_at && (row.retired_at.toISOString() as Instant),
  }));
}

/** Which keys there are and what each does, in a word that changes with them. */
export async function readKeysVersion(db: Kysely<DB>): Promise<string> {
  const rows = await db.selectFrom("signing_key").select(["id", "state"]).orderBy("id").execute();
  return rows.map(({ id, state }) => `${id}:${state}`).join(" ");
}

/** Retires, promotes and forgets; in this order, for one key signs and one is next at any time. */
export async function turnSigningKeys(tx: Kysely<DB>, plan: SigningKeyPlan, now: Instant): Promise<void> {
  if (plan.forget.length > 0) await tx.deleteFrom("signing_key").where("id", "in", plan.forget).execute();
  if (plan.retire !== null)
    await tx
      .updateTable("signing_key")
      .set({ state: "retired", retired_at: now })
      .where("id", "=", plan.retire)
      .execute();
  if (plan.promote !== null)
    await tx
      .updateTable("signing_key")
      .set({ state: "signing", signs_since: now })
      .where("id", "=", plan.promote)
      .execute();
}

export async function addSigningKey(
  tx: Kysely<DB>,
  key: Pick<StoredSigningKey, "id" | "algorithm" | "privateJwk" | "publicJwk"> & { readonly state: "next" | "signing" },
  now: Instant,
): Promise<void> {
  await tx
    .insertInto("signing_key")
    .values({
      id: key.id,
      algorithm: key.algorithm,
      public_jwk: JSON.stringify(key.publicJwk),
      private_jwk: key.privateJwk,
      state: key.state,
      created_at: now,
      signs_since: key.state === "signing" ? now : null,
    })
    .execute();
}
