import type { Kysely } from "kysely";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import { plus } from "../../platform/clock/clock.ts";
import { hashToken, newSecret } from "../../platform/crypto/token.ts";
import type { DB } from "../../platform/db/schema.ts";
import type { Client, UserPrincipal } from "../../platform/http/index.ts";
import { appendEvent } from "../../platform/outbox/outbox-store.ts";
import { forgetDevices, noteDevice } from "./device-store.ts";
import type { OpenedSession, Role } from "./ports.ts";

/** A session nobody uses for so long is over. */
const IDLE_MS = 12 * 60 * 60 * 1000;
/** And each one is over after so long. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
/** How often a session in use is noted as such. */
const NOTED_EVERY_MS = 60_000;

/** Topic: somebody signed in from a device that is news to them. */
export const NEW_DEVICE = "session.new_device";

/** How a session was opened; one opened with Feishu ends with single sign-on (S15), and has seen no password. */
export type SignInMethod = "password" | "feishu" | "link";

/**
 * Opens a session of a user who may sign in, under a secret made here: what cookie the caller brought plays no part.
 *
 * @param db a transaction: a device that is news is told of with the session
 */
export async function openSession(
  db: Kysely<DB>,
  userId: UserId,
  method: SignInMethod,
  client: Client,
  now: Instant,
): Promise<OpenedSession> {
  // The cookie a browser brings along belongs to somebody who is signing in anew.
  if (client.sessionSecret !== null)
    await db
      .updateTable("session")
      .set({ revoked_at: now })
      .where("secret_hash", "=", hashToken(client.sessionSecret))
      .where("revoked_at", "is", null)
      .execute();
  const device = await noteDevice(db, userId, client, now);
  const secret = newSecret();
  const until = plus(now, LIFETIME_MS);
  const { id } = await db
    .insertInto("session")
    .values({
      user_id: userId,
      secret_hash: hashToken(secret),
      created_at: now,
      last_seen_at: now,
      proved_at: method === "feishu" ? null : now,
      method,
      expires_at: until,
      user_agent: client.userAgent,
      address: client.address,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  if (device.isNews) await appendEvent(db, NEW_DEVICE, { userId, sessionId: id });
  const principal = await findSession(db, secret, now);
  if (!principal) throw new Error("a session was opened for a user who may not sign in");
  return { principal, secret, until, device: device.cookie };
}

/**
 * Finds whose session a secret opens. Disabled and deleted users have none: their status is looked at each time. Notes
 * the use, to the minute.
 */
export async function findSession(db: Kysely<DB>, secret: string, now: Instant): Promise<UserPrincipal | undefined> {
  const row = await db
    .selectFrom("session")
    .innerJoin("directory_user", "directory_user.id", "session.user_id")
    .select([
      "session.id as session_id",
      "session.proved_at",
      "session.method",
      "session.last_seen_at",
      "directory_user.id",
      "directory_user.name",
      "directory_user.username",
      "directory_user.role",
      "directory_user.password_must_change",
    ])
    .where("session.secret_hash", "=", hashToken(secret))
    .where("session.revoked_at", "is", null)
    .where("session.expires_at", ">", new Date(now))
    .where("session.last_seen_at", ">", new Date(plus(now, -IDLE_MS)))
    .where("directory_user.status", "=", "active")
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.last_seen_at.getTime() <= Date.parse(now) - NOTED_EVERY_MS)
    await db.updateTable("session").set({ last_seen_at: now }).where("id", "=", row.session_id).execute();
  return {
    kind: "user",
    id: row.id,
    name: row.name,
    username: row.username,
    role: row.role as Role,
    sessionId: row.session_id,
    provedAt: row.proved_at === null ? null : (row.proved_at.toISOString() as Instant),
    // Whoever came with Feishu never used the password that is to be changed (product.md 5.11).
    mustChangePassword: row.password_must_change && row.method !== "feishu",
  };
}

/** Notes that the password was proved in a session. */
export async function noteProof(db: Kysely<DB>, sessionId: string, at: Instant): Promise<void> {
  await db.updateTable("session").set({ proved_at: at }).where("id", "=", sessionId).execute();
}

/** Ends one session. */
export async function endSession(db: Kysely<DB>, sessionId: string, at: Instant): Promise<void> {
  await db.updateTable("session").set({ revoked_at: at }).where("id", "=", sessionId).execute();
}

/** Ends sessions of a user: all, or all but one. */
export async function endSessions(
  db: Kysely<DB>,
  userId: string,
  now: Instant,
  but: string | null = null,
): Promise<void> {
  let update = db
    .updateTable("session")
    .set({ revoked_at: now })
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null);
  if (but !== null) update = update.where("id", "<>", but);
  await update.execute();
  // What applications hold was given to the account as it was before; their users come back silently under the session kept.
  await db.deleteFrom("oidc_state").where("user_id", "=", userId).execute();
}

/** Only sessions that still open something. */
export function openSessionsOf(db: Kysely<DB>, userId: string, now: Instant) {
  return db
    .selectFrom("session")
    .selectAll()
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", new Date(now))
    .where("last_seen_at", ">", new Date(plus(now, -IDLE_MS)))
    .orderBy("last_seen_at", "desc");
}

/** Forgets sessions, links and failures that have been over for a month, and devices nobody signed in from for long. */
export async function forgetAccess(db: Kysely<DB>, now: Instant): Promise<void> {
  const before = new Date(plus(now, -30 * 24 * 60 * 60 * 1000));
  await db.deleteFrom("session").where("expires_at", "<", before).execute();
  await db.deleteFrom("one_time_link").where("expires_at", "<", before).execute();
  await db.deleteFrom("sign_in_failure").where("last_at", "<", before).execute();
  await forgetDevices(db, now);
  await db.deleteFrom("feishu_sign_in").where("expires_at", "<", new Date(now)).execute();
}
