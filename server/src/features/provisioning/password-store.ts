import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import { hashForLdap, type LdapScheme } from "../../platform/crypto/ldap-scheme.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** Which schemes servers are written with. */
async function readSchemes(db: Kysely<Database>): Promise<readonly LdapScheme[]> {
  const { rows } = await sql<{ scheme: LdapScheme }>`
    select distinct settings ->> 'password_scheme' as scheme from ldap_target
    where settings ->> 'password_scheme' <> 'none'`.execute(db);
  return rows.map(({ scheme }) => scheme);
}

/**
 * Makes what LDAP servers are to be given for a password that is about to be set: a one-way hash for each scheme in use. Hashing
 * takes long on purpose, so that is over before a transaction begins.
 *
 * @returns keeps the hashes for a person, within the transaction that sets the password, so that the two never differ. They are
 *   written with the next run, which the raised revision brings about.
 */
export async function prepareLdapPassword(
  db: Kysely<Database>,
  password: string,
): Promise<(tx: Kysely<Database>, userId: string, now: Instant) => Promise<void>> {
  const schemes = await readSchemes(db);
  const hashes = await Promise.all(schemes.map((scheme) => hashForLdap(scheme, password)));
  return async (tx, userId, now) => {
    // What belongs to the password before must not outlive it, on a scheme no server uses at present either.
    await tx.deleteFrom("ldap_password").where("user_id", "=", userId).execute();
    if (schemes.length === 0) return;
    await sql`
      insert into ldap_password (user_id, scheme, hash, set_at)
      select ${userId}::uuid, scheme, hash, ${now}::timestamptz
      from unnest(${[...schemes]}::text[], ${hashes}::text[]) as made(scheme, hash)`.execute(tx);
    await sql`update directory_state set revision = revision + 1`.execute(tx);
  };
}

/** When each person set the password that is kept for a scheme. */
export async function readPasswordTimes(db: Kysely<Database>, scheme: string): Promise<Map<string, Instant>> {
  const { rows } = await sql<{ user_id: string; set_at: Date }>`
    select user_id, set_at from ldap_password where scheme = ${scheme}`.execute(db);
  return new Map(rows.map((row) => [row.user_id, row.set_at.toISOString() as Instant]));
}

/** The hashes of these people. */
export async function readPasswordHashes(
  db: Kysely<Database>,
  scheme: string,
  userIds: readonly string[],
): Promise<Map<string, { readonly hash: string; readonly setAt: Instant }>> {
  const { rows } = await sql<{ user_id: string; hash: string; set_at: Date }>`
    select user_id, hash, set_at from ldap_password
    where scheme = ${scheme} and user_id = any(${[...userIds]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.user_id, { hash: row.hash, setAt: row.set_at.toISOString() as Instant }]));
}
