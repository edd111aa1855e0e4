import type { Kysely } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { DB } from "../../platform/db/schema.ts";

/** A row of what the library remembers; ids and user codes are hashed, the payload is sealed before they come here. */
export interface StateRow {
  readonly model: string;
  readonly id: string;
  readonly payload: string;
  readonly grantId: string | null;
  readonly userCode: string | null;
  readonly sessionId: string | null;
  readonly userId: string | null;
  readonly clientId: string | null;
  readonly expiresAt: Instant | null;
}

/** A payload as it is stored, and where that was. */
export interface StoredState {
  readonly id: string;
  readonly payload: string;
  /** Seconds since 1970, as the library counts. */
  readonly consumed: number | null;
}

export async function saveState(db: Kysely<DB>, row: StateRow): Promise<void> {
  const values = {
    payload: row.payload,
    grant_id: row.grantId,
    user_code: row.userCode,
    session_id: row.sessionId,
    user_id: row.userId,
    client_id: row.clientId,
    expires_at: row.expiresAt,
  };
  await db
    .insertInto("oidc_state")
    .values({ model: row.model, id: row.id, ...values })
    .onConflict((conflict) => conflict.columns(["model", "id"]).doUpdateSet(values))
    .execute();
}

export async function findState(
  db: Kysely<DB>,
  model: string,
  by: { readonly id: string } | { readonly userCode: string },
): Promise<StoredState | undefined> {
  const query = db.selectFrom("oidc_state").select(["id", "payload", "consumed_at"]).where("model", "=", model);
  const row = await ("id" in by ? query.where("id", "=", by.id) : query.where("user_code", "=", by.userCode))
    .limit(1)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      payload: row.payload,
      consumed: row.consumed_at && Math.floor(row.consumed_at.getTime() / 1000),
    }
  );
}

/** Marks as spent; `"spent"` when another request was faster, of any process. */
export async function consumeState(
  db: Kysely<DB>,
  model: string,
  id: string,
  at: Instant,
): Promise<"consumed" | { readonly spent: { readonly grantId: string | null } }> {
  const first = await db
    .updateTable("oidc_state")
    .set({ consumed_at: at })
    .where("model", "=", model)
    .where("id", "=", id)
    .where("consumed_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (first) return "consumed";
  const row = await db
    .selectFrom("oidc_state")
    .select("grant_id")
    .where("model", "=", model)
    .where("id", "=", id)
    .executeTakeFirst();
  return { spent: { grantId: row?.grant_id ?? null } };
}

export async function deleteState(db: Kysely<DB>, model: string, id: string): Promise<void> {
  await db.deleteFrom("oidc_state").where("model", "=", model).where("id", "=", id).execute();
}

/** Deletes all that was given out under a grant; the grant itself has a row of its own. */
export async function deleteGrant(db: Kysely<DB>, grantId: string): Promise<void> {
  await db.deleteFrom("oidc_state").where("grant_id", "=", grantId).execute();
}

/** Forgets what has expired; spent codes and tokens stay until then, so that their reuse is noticed. */
export async function forgetState(db: Kysely<DB>, now: Instant): Promise<void> {
  await db.deleteFrom("oidc_state").where("expires_at", "<", new Date(now)).execute();
}
