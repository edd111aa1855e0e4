import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import { plus } from "../../platform/clock/clock.ts";
import type { SecretBox, SecretPlace } from "../../platform/crypto/secret-box.ts";
import { makeSelfMadeCertificate, type SelfMadeCertificate } from "../../platform/crypto/self-made-certificate.ts";
import type { Database } from "../../platform/db/open-database.ts";

const PLACE: SecretPlace = { table: "ldap_certificate", column: "private_key", row: "true" };
const DAY_MS = 24 * 60 * 60 * 1000;
/** Longer is refused by Apple's clients. */
const LIFETIME_MS = 825 * DAY_MS;
const RENEWED_BEFORE_MS = 30 * DAY_MS;

/**
 * The certificate of LDAPS and StartTLS that this installation made for itself; made anew a month before its end. All
 * processes show the same one, and a restart keeps it: clients were told to trust it.
 *
 * @param names host names and addresses a new one is made for
 */
export async function getSelfMadeCertificate(
  db: Kysely<Database>,
  box: SecretBox,
  names: readonly string[],
  now: Instant,
): Promise<SelfMadeCertificate> {
  const kept = await read(db, box, now);
  if (kept) return kept;
  const until = plus(now, LIFETIME_MS);
  // Clocks of clients may be a little behind.
  const made = await makeSelfMadeCertificate(names, plus(now, -DAY_MS), until);
  // Of two processes that make one at once, the first one's is kept.
  await sql`
    insert into ldap_certificate as c (certificate, private_key, created_at, expires_at)
    values (${made.certificate}, ${box.seal(made.privateKey, PLACE)}, ${now}::timestamptz, ${until}::timestamptz)
    on conflict (only_row) do update set certificate = excluded.certificate, private_key = excluded.private_key,
      created_at = excluded.created_at, expires_at = excluded.expires_at
    where c.expires_at <= ${plus(now, RENEWED_BEFORE_MS)}::timestamptz`.execute(db);
  const written = await read(db, box, now);
  if (written === undefined) throw new Error("the LDAP certificate was written and is not there");
  return written;
}

async function read(db: Kysely<Database>, box: SecretBox, now: Instant): Promise<SelfMadeCertificate | undefined> {
  const row = await db
    .selectFrom("ldap_certificate")
    .select(["certificate", "private_key"])
    .where("expires_at", ">", new Date(plus(now, RENEWED_BEFORE_MS)))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const opened = box.open(row.private_key, PLACE);
  if (!opened.ok) throw new Error(`the key of the LDAP certificate cannot be opened: ${opened.error}`);
  return { certificate: row.certificate, privateKey: opened.value };
}
