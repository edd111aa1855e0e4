import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { DB } from "../../platform/db/schema.ts";

/** Who is signed in to which application, and who is still to be told that they are no more. */

export interface Login {
  readonly sessionId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly sid: string;
}

/**
 * Remembers a sign-in. The session is held meanwhile: it either has ended (`over`), or whoever ends it sees this row.
 */
export async function recordLogin(tx: Kysely<DB>, login: Login): Promise<"first" | "again" | "over"> {
  const open = await tx
    .selectFrom("session")
    .select("id")
    .where("id", "=", login.sessionId)
    .where("revoked_at", "is", null)
    .forShare()
    .executeTakeFirst();
  if (!open) return "over";
  const inserted = await tx
    .insertInto("oidc_login")
    .values({ session_id: login.sessionId, user_id: login.userId, client_id: login.clientId, sid: login.sid })
    .onConflict((conflict) => conflict.columns(["session_id", "client_id", "sid"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted ? "first" : "again";
}

/** A sign-in that ended, and where the application wants to hear of it; null when it does not. */
export interface EndedLogin extends Login {
  readonly id: number;
  readonly attempts: number;
  readonly endedAt: Instant;
  readonly uri: string | null;
}

/**
 * Takes what is due, for no other process to take meanwhile: until the lease runs out, in which case it is sent again rather
 * than never.
 */
export async function claimEnded(
  db: Kysely<DB>,
  now: Instant,
  leaseUntil: Instant,
  most: number,
): Promise<EndedLogin[]> {
  const { rows } = await sql<EndedLoginRow>`
    with due as (
      select id from oidc_login
      where ended_at is not null and settled_at is null and next_attempt_at <= ${now}::timestamptz
      order by next_attempt_at limit ${most} for update skip locked)
    update oidc_login l set attempts = attempts + 1, next_attempt_at = ${leaseUntil}::timestamptz
    from due where l.id = due.id
    returning l.id, l.session_id, l.user_id, l.client_id, l.sid, l.attempts, l.ended_at,
      (select backchannel_logout_uri from application a where a.client_id = l.client_id) as uri`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    sessionId: row.session_id,
    userId: row.user_id,
    clientId: row.client_id,
    sid: row.sid,
    attempts: row.attempts,
    endedAt: row.ended_at.toISOString() as Instant,
    uri: row.uri,
  }));
}

interface EndedLoginRow {
  id: number;
  session_id: string;
  user_id: string;
  client_id: string;
  sid: string;
  attempts: number;
  ended_at: Date;
  uri: string | null;
}

/** There is nothing more to tell: it arrived, nobody wants to hear, or it was given up because of `error`. */
export async function settleLogin(db: Kysely<DB>, id: number, at: Instant, error: string | null): Promise<void> {
  await db
    .updateTable("oidc_login")
    .set({ settled_at: at, next_attempt_at: null, last_error: error })
    .where("id", "=", id)
    .execute();
}

export async function retryLogin(db: Kysely<DB>, id: number, at: Instant, error: string): Promise<void> {
  await db.updateTable("oidc_login").set({ next_attempt_at: at, last_error: error }).where("id", "=", id).execute();
}

/** Forgets sign-ins that ended and were settled, and those whose session is long gone. */
export async function forgetLogins(db: Kysely<DB>, before: Instant): Promise<void> {
  await sql`
    delete from oidc_login where settled_at < ${before}::timestamptz
      or (ended_at is null and created_at < ${before}::timestamptz
        and not exists (select 1 from session where session.id = oidc_login.session_id))`.execute(db);
}
