import type { Kysely } from "kysely";
import { err, ok } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { plus } from "../../platform/clock/clock.ts";
import { hashPassword } from "../../platform/crypto/password.ts";
import type { DB } from "../../platform/db/schema.ts";
import { actorOf } from "../../platform/http/index.ts";
import { appendAudit } from "../admin/index.ts";
import type { UserDetail, UserRef } from "../directory/index.ts";
import type { NotePassword } from "./note-password-store.ts";
import { isLinkOpen, makeLink, spendLink, voidLinks } from "./one-time-link-store.ts";
import { isOwnerLike } from "./owner-rights.ts";
import type { PasswordLinks } from "./ports.ts";
import { endSessions } from "./session-store.ts";
import { forgetFailures } from "./sign-in-failure-store.ts";

const LIFETIME_MS = 24 * 60 * 60 * 1000;

/** One-time links with which people choose a password (product.md 5.11). */
export function makePasswordLinks(
  db: Kysely<DB>,
  clock: Clock,
  findUser: (user: UserRef) => Promise<UserDetail | undefined>,
  readBaseUrl: () => Promise<string>,
  notePassword: NotePassword,
): PasswordLinks {
  return {
    async create(ref, principal) {
      const user = await findUser(ref);
      if (!user) return err({ code: "user_not_found", detail: { ref: Object.values(ref)[1] as string } });
      if (user.status !== "active") return err({ code: "user_not_active" });
      const { role } = await db
        .selectFrom("directory_user")
        .select("role")
        .where("id", "=", user.id)
        .executeTakeFirstOrThrow();
      // Whoever holds the link becomes that person.
      if (role === "owner" && !isOwnerLike(principal)) return err({ code: "owner_needed" });
      const now = clock.now();
      const expiresAt = plus(now, LIFETIME_MS);
      const by = actorOf(principal);
      const token = await db.transaction().execute(async (tx) => {
        await voidLinks(tx, "password", user.id, now);
        await appendAudit(tx, { actor: by, action: "password_link.created", objectKind: "user", objectId: user.id });
        return makeLink(tx, { purpose: "password", userId: user.id, by, now, expiresAt });
      });
      return ok({ url: `${await readBaseUrl()}/password-link#token=${token}`, expiresAt });
    },
    async consume(token, password) {
      const now = clock.now();
      if (!(await isLinkOpen(db, "password", token, now))) return err({ code: "link_invalid" });
      const phc = await hashPassword(password);
      const note = await notePassword(password);
      return db.transaction().execute(async (tx) => {
        const userId = await spendLink(tx, "password", token, now);
        if (userId === undefined || userId === null) return err({ code: "link_invalid" as const });
        const { username, name } = await tx
          .updateTable("directory_user")
          .set({ password_hash: phc, password_must_change: false })
          .where("id", "=", userId)
          .returning(["username", "name"])
          .executeTakeFirstOrThrow();
        await note(tx, userId, now);
        await endSessions(tx, userId, now);
        await forgetFailures(tx, username);
        await appendAudit(tx, {
          actor: { kind: "operator", id: userId, name },
          action: "password.changed",
          objectKind: "user",
          objectId: userId,
          after: { way: "link" },
        });
        return ok(username);
      });
    },
  };
}
