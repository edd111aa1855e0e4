import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Language } from "../../core/notify/message.ts";
import { plus } from "../../platform/clock/clock.ts";
import { hashToken } from "../../platform/crypto/token.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** Somebody's Feishu e-mail (S13). */
export interface FeishuEmail {
  readonly email: string | null;
  readonly verifiedAt: Instant | null;
  /** A code is on its way to the address. */
  readonly check: { readonly expiresAt: Instant; readonly triesLeft: number } | null;
}

const MOST_TRIES = 5;

export async function readFeishuEmail(db: Kysely<Database>, userId: string, now: Instant): Promise<FeishuEmail> {
  const { rows } = await sql<{
    email: string;
    verified_at: Date | null;
    expires_at: Date | null;
    tries: number | null;
  }>`
    select e.email, e.verified_at, c.expires_at, c.tries
    from feishu_email e left join feishu_email_check c
      on c.user_id = e.user_id and c.email = e.email and c.expires_at > ${now}::timestamptz and c.tries < ${MOST_TRIES}
    where e.user_id = ${userId}::uuid`.execute(db);
  const [row] = rows;
  if (!row) return { email: null, verifiedAt: null, check: null };
  return {
    email: row.email,
    verifiedAt: (row.verified_at?.toISOString() ?? null) as Instant | null,
    check: row.expires_at && {
      expiresAt: row.expires_at.toISOString() as Instant,
      triesLeft: MOST_TRIES - (row.tries ?? 0),
    },
  };
}

/** The language somebody reads. */
export async function readLanguage(db: Kysely<Database>, userId: string): Promise<Language> {
  const { rows } = await sql<{ language: Language }>`
    select coalesce((select language from user_preference where user_id = ${userId}::uuid), language, 'zh') as language
    from installation_setting`.execute(db);
  return rows[0]?.language ?? "zh";
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MOST_AN_HOUR = 5;

/**
 * Counts a code that is about to be sent: one a minute and five an hour for a person, five an hour to one address, whoever asks.
 *
 * @returns the seconds to wait instead, where it is too many; nothing is counted then
 */
export async function countCode(tx: Kysely<Database>, userId: string, email: string, now: Instant): Promise<number> {
  // The person's own row: of two who ask at once, the second finds what the first counted.
  await sql`select id from directory_user where id = ${userId}::uuid for no key update`.execute(tx);
  const emailHash = hashToken(email);
  await sql`delete from feishu_email_code_sent where at <= ${plus(now, -HOUR_MS)}::timestamptz`.execute(tx);
  const { rows } = await sql<{
    own: number;
    same: number;
    last: Date | null;
    first_own: Date | null;
    first_same: Date | null;
  }>`
    select count(*) filter (where user_id = ${userId}::uuid)::integer as own,
      count(*) filter (where email_hash = ${emailHash})::integer as same,
      max(at) filter (where user_id = ${userId}::uuid) as last,
      min(at) filter (where user_id = ${userId}::uuid) as first_own,
      min(at) filter (where email_hash = ${emailHash}) as first_same
    from feishu_email_code_sent where user_id = ${userId}::uuid or email_hash = ${emailHash}`.execute(tx);
  const [counted] = rows;
  if (!counted) throw new Error("a count gave no row");
  const ends = [
    counted.last && counted.last.getTime() + MINUTE_MS,
    counted.own >= MOST_AN_HOUR && counted.first_own && counted.first_own.getTime() + HOUR_MS,
    counted.same >= MOST_AN_HOUR && counted.first_same && counted.first_same.getTime() + HOUR_MS,
  ].filter((end) => typeof end === "number");
  const wait = Math.max(0, ...ends.map((end) => Math.ceil((end - Date.parse(now)) / 1000)));
  if (wait > 0) return wait;
  await sql`
    insert into feishu_email_code_sent (user_id, email_hash, at)
    values (${userId}::uuid, ${emailHash}, ${now}::timestamptz)`.execute(tx);
  return 0;
}

/** Sets an address that is not verified yet, and the code that will verify it. */
export async function setUnverified(
  tx: Kysely<Database>,
  userId: string,
  email: string,
  code: { readonly hash: Buffer; readonly expiresAt: Instant },
): Promise<void> {
  await sql`
    insert into feishu_email (user_id, email, verified_at) values (${userId}::uuid, ${email}, null)
    on conflict (user_id) do update set email = excluded.email, verified_at = null`.execute(tx);
  await sql`
    insert into feishu_email_check (user_id, email, code_hash, expires_at, tries)
    values (${userId}::uuid, ${email}, ${code.hash}, ${code.expiresAt}::timestamptz, 0)
    on conflict (user_id) do update set email = excluded.email, code_hash = excluded.code_hash,
      expires_at = excluded.expires_at, tries = 0`.execute(tx);
}

/** Takes a code back that could not be sent. */
export async function forgetCheck(db: Kysely<Database>, userId: string): Promise<void> {
  await sql`delete from feishu_email_check where user_id = ${userId}::uuid`.execute(db);
}

/** Counts a try before it is looked at; undefined when there is no code to try. */
export async function beginTry(
  db: Kysely<Database>,
  userId: string,
  now: Instant,
): Promise<{ readonly email: string; readonly codeHash: Buffer; readonly triesLeft: number } | undefined> {
  const { rows } = await sql<{ email: string; code_hash: Buffer; tries: number }>`
    update feishu_email_check set tries = tries + 1
    where user_id = ${userId}::uuid and expires_at > ${now}::timestamptz and tries < ${MOST_TRIES}
    returning email, code_hash, tries`.execute(db);
  const [row] = rows;
  return row && { email: row.email, codeHash: row.code_hash, triesLeft: MOST_TRIES - row.tries };
}

/** Notes that an address is verified; returns whether it still is the one that is set. */
export async function setVerified(tx: Kysely<Database>, userId: string, email: string, now: Instant): Promise<boolean> {
  await forgetCheck(tx, userId);
  const { rows } = await sql`
    update feishu_email set verified_at = ${now}::timestamptz
    where user_id = ${userId}::uuid and email = ${email} returning user_id`.execute(tx);
  return rows.length > 0;
}

/** Forgets somebody's address; returns whether there was one. */
export async function removeFeishuEmail(tx: Kysely<Database>, userId: string): Promise<boolean> {
  await forgetCheck(tx, userId);
  const { rows } = await sql`delete from feishu_email where user_id = ${userId}::uuid returning user_id`.execute(tx);
  return rows.length > 0;
}
