import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { hashPassword } from "../../platform/crypto/password.ts";
import type { DB } from "../../platform/db/schema.ts";
import { actorOf } from "../../platform/http/index.ts";
import { appendAudit } from "../admin/index.ts";
import { getAccount } from "./account-reader.ts";
import type { NotePassword } from "./note-password-store.ts";
import { voidLinks } from "./one-time-link-store.ts";
import type { Language, OwnAccounts, OwnSessions, Theme } from "./ports.ts";
import { endSessions, openSessionsOf } from "./session-store.ts";
import type { CheckPassword } from "./sign-in.ts";

/** What people see and set of their own account. */
export function makeOwnAccounts(
  db: Kysely<DB>,
  clock: Clock,
  checkPassword: CheckPassword,
  notePassword: NotePassword,
): OwnAccounts {
  const prefer = (userId: string, values: { language?: string | null; theme?: string | null }) =>
    db
      .insertInto("user_preference")
      .values({ user_id: userId, ...values })
      .onConflict((conflict) => conflict.column("user_id").doUpdateSet({ user_id: userId, ...values }))
      .execute();

  return {
    async read(principal) {
      const row = await db
        .selectFrom("directory_user as u")
        .leftJoin("user_preference as p", "p.user_id", "u.id")
        .leftJoin("totp as t", "t.user_id", "u.id")
        .leftJoin("feishu_email as e", "e.user_id", "u.id")
        .select(["u.email", "u.password_must_change", "p.language", "p.theme", "e.email as feishu_email"])
        .select([
          sql<boolean>`u.password_hash is not null`.as("has_password"),
          sql<boolean>`t.confirmed_at is not null`.as("totp"),
          sql<boolean>`exists (select 1 from linked_identity l where l.user_id = u.id and l.unlinked_at is null)`.as(
            "linked",
          ),
          sql<number>`(select count(*) from recovery_code c where c.user_id = u.id and c.used_at is null)`.as("codes"),
        ])
        .where("u.id", "=", principal.id)
        .executeTakeFirstOrThrow();
      return {
        email: row.email,
        hasPassword: row.has_password,
        mustChangePassword: row.password_must_change,
        totp: row.totp,
        recoveryCodesLeft: Number(row.codes),
        language: row.language as Language | null,
        theme: row.theme as Theme | null,
        feishuEmail: row.feishu_email,
        feishuLinked: row.linked,
      };
    },
    async changePreferences(principal, { language, theme }) {
      const values = { ...(language === undefined ? {} : { language }), ...(theme === undefined ? {} : { theme }) };
      await prefer(principal.id, values);
    },
    async changePassword(principal, { current, password }, client) {
      const account = await getAccount(db, principal.id);
      const typed = { username: account.username, password: current, code: undefined };
      const checked = await checkPassword(account, typed, client);
      if (!checked.ok) return checked;
      if (password === current) return err({ code: "password_unchanged" });
      const phc = await hashPassword(password);
      const note = await notePassword(password);
      const now = clock.now();
      await db.transaction().execute(async (tx) => {
        await tx
          .updateTable("directory_user")
          .set({ password_hash: phc, password_must_change: false })
          .where("id", "=", principal.id)
          .execute();
        await note(tx, principal.id, now);
        await tx.updateTable("session").set({ proved_at: now }).where("id", "=", principal.sessionId).execute();
        await endSessions(tx, principal.id, now, principal.sessionId);
        await voidLinks(tx, "password", principal.id, now);
        await appendAudit(tx, {
          actor: actorOf(principal),
          action: "password.changed",
          objectKind: "user",
          objectId: principal.id,
          after: { way: "own" },
        });
      });
      return ok(null);
    },
  };
}

/** One's own sessions. */
export function makeOwnSessions(db: Kysely<DB>, clock: Clock): OwnSessions {
  const instant = (date: Date) => date.toISOString() as Instant;
  return {
    async list(principal) {
      const rows = await openSessionsOf(db, principal.id, clock.now()).execute();
      return rows.map((row) => ({
        id: row.id,
        createdAt: instant(row.created_at),
        lastSeenAt: instant(row.last_seen_at),
        expiresAt: instant(row.expires_at),
        userAgent: row.user_agent,
        address: row.address,
      }));
    },
    async revoke(principal, id) {
      const ended = await db
        .updateTable("session")
        .set({ revoked_at: clock.now() })
        .where("id", "=", id)
        .where("user_id", "=", principal.id)
        .where("revoked_at", "is", null)
        .returning("id")
        .executeTakeFirst();
      if (!ended) return err({ code: "session_not_found" });
      await appendAudit(db, {
        actor: actorOf(principal),
        action: "session.revoked",
        objectKind: "user",
        objectId: principal.id,
      });
      return ok(null);
    },
    async revokeOthers(principal) {
      await endSessions(db, principal.id, clock.now(), principal.sessionId);
      await appendAudit(db, {
        actor: actorOf(principal),
        action: "session.others_revoked",
        objectKind: "user",
        objectId: principal.id,
      });
    },
  };
}
