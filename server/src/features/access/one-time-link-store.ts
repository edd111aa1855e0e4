import type { Kysely } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { hashToken, newSecret } from "../../platform/crypto/token.ts";
import type { DB } from "../../platform/db/schema.ts";

/** What a link opens: the first set-up, the choice of a password, or (in the demo) a session. */
export type LinkPurpose = "setup" | "password" | "sign_in";

/** Makes a link's token, kept only as a hash; it goes behind the `#` of an address, which browsers never send. */
export async function makeLink(
  db: Kysely<DB>,
  link: {
    readonly purpose: LinkPurpose;
    readonly userId: string | null;
    readonly by: Actor;
    readonly now: Instant;
    readonly expiresAt: Instant | null;
  },
): Promise<string> {
  const token = newSecret();
  await db
    .insertInto("one_time_link")
    .values({
      purpose: link.purpose,
      user_id: link.userId,
      secret_hash: hashToken(token),
      created_by: JSON.stringify(link.by),
      created_at: link.now,
      expires_at: link.expiresAt,
    })
    .execute();
  return token;
}

/**
 * Spends a link, once: of two at the same moment one wins. Answers whose it is (null for set-up), or undefined when it
 * is unknown, used or too old, or its user may not sign in.
 */
export async function spendLink(
  db: Kysely<DB>,
  purpose: LinkPurpose,
  token: string,
  now: Instant,
): Promise<string | null | undefined> {
  const row = await db
    .updateTable("one_time_link")
    .set({ used_at: now })
    .where("secret_hash", "=", hashToken(token))
    .where("purpose", "=", purpose)
    .where("used_at", "is", null)
    .where((where) => where.or([where("expires_at", "is", null), where("expires_at", ">", new Date(now))]))
    .where((where) =>
      where.or([
        where("user_id", "is", null),
        where.exists(
          where
            .selectFrom("directory_user")
            .select("directory_user.id")
            .whereRef("directory_user.id", "=", "one_time_link.user_id")
            .where("directory_user.status", "=", "active"),
        ),
      ]),
    )
    .returning("user_id")
    .executeTakeFirst();
  return row === undefined ? undefined : row.user_id;
}

/** Whether a link would open, before anything costly is done for it. Spending it decides. */
export async function isLinkOpen(db: Kysely<DB>, purpose: LinkPurpose, token: string, now: Instant): Promise<boolean> {
  const row = await db
    .selectFrom("one_time_link")
    .select("id")
    .where("secret_hash", "=", hashToken(token))
    .where("purpose", "=", purpose)
    .where("used_at", "is", null)
    .where((where) => where.or([where("expires_at", "is", null), where("expires_at", ">", new Date(now))]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes every other link of a purpose worthless: of one user, or (null) of the installation. */
export async function voidLinks(
  db: Kysely<DB>,
  purpose: LinkPurpose,
  userId: string | null,
  now: Instant,
): Promise<void> {
  let update = db
    .updateTable("one_time_link")
    .set({ used_at: now })
    .where("purpose", "=", purpose)
    .where("used_at", "is", null);
  if (userId !== null) update = update.where("user_id", "=", userId);
  await update.execute();
}
