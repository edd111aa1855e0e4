import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import { hashToken } from "../../platform/crypto/token.ts";
import type { DB } from "../../platform/db/schema.ts";
import { actorOf } from "../../platform/http/index.ts";
import { appendAudit } from "../admin/index.ts";
import type { SecondFactor } from "./ports.ts";
import { newTotpSecret, totpStep, totpUri } from "./totp.ts";

/** Tells whether a code opens; `none` where the user has no second factor. */
export type CheckSecondFactor = (
  userId: string,
  code: string | undefined,
) => Promise<"right" | "wrong" | "missing" | "none">;

const CODES = 10;
/** Letters and digits nobody mistakes for one another; 16 of them are 80 bits, enough for a plain hash. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
const CODE_LENGTH = 16;

/** TOTP and recovery codes of operators (product.md 3.4). Each code of either kind opens once. */
export function makeSecondFactor(
  db: Kysely<DB>,
  clock: Clock,
  box: SecretBox,
): { readonly own: SecondFactor; readonly check: CheckSecondFactor } {
  const placeOf = (userId: string) => ({ table: "totp", column: "secret", row: userId });
  const secretOf = (row: { user_id: string; secret: string }) => {
    const opened = box.open(row.secret, placeOf(row.user_id));
    if (!opened.ok) throw new Error(`a second factor cannot be read: ${opened.error}`);
    return opened.value;
  };
  const find = (userId: string) => db.selectFrom("totp").selectAll().where("user_id", "=", userId).executeTakeFirst();

  const own: SecondFactor = {
    async enrol(principal) {
      const secret = newTotpSecret();
      const sealed = box.seal(secret, placeOf(principal.id));
      const row = await db
        .insertInto("totp")
        .values({ user_id: principal.id, secret: sealed })
        .onConflict((conflict) =>
          conflict.column("user_id").doUpdateSet({ secret: sealed }).where("totp.confirmed_at", "is", null),
        )
        .returning("user_id")
        .executeTakeFirst();
      return row ? ok({ secret, uri: totpUri(secret, principal.username) }) : err({ code: "totp_enabled" });
    },
    async confirm(principal, code) {
      const row = await find(principal.id);
      if (!row) return err({ code: "totp_not_enrolled" });
      if (row.confirmed_at) return err({ code: "totp_enabled" });
      const now = clock.now();
      const step = totpStep(secretOf(row), code, now);
      if (step === null) return err({ code: "totp_code_wrong" });
      const codes = Array.from({ length: CODES }, newRecoveryCode);
      await db.transaction().execute(async (tx) => {
        await tx
          .updateTable("totp")
          .set({ confirmed_at: now, last_step: step })
          .where("user_id", "=", principal.id)
          .execute();
        await tx
          .insertInto("recovery_code")
          .values(codes.map((text) => ({ user_id: principal.id, code_hash: hashOf(text) })))
          .execute();
        await appendAudit(tx, {
          actor: actorOf(principal),
          action: "second_factor.enabled",
          objectKind: "user",
          objectId: principal.id,
        });
      });
      return ok(codes);
    },
    async disable(principal) {
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom("recovery_code").where("user_id", "=", principal.id).execute();
        const removed = await tx
          .deleteFrom("totp")
          .where("user_id", "=", principal.id)
          .returning("confirmed_at")
          .executeTakeFirst();
        if (!removed?.confirmed_at) return;
        await appendAudit(tx, {
          actor: actorOf(principal),
          action: "second_factor.disabled",
          objectKind: "user",
          objectId: principal.id,
        });
      });
    },
  };

  return {
    own,
    async check(userId, code) {
      const row = await find(userId);
      if (!row?.confirmed_at) return "none";
      if (code === undefined) return "missing";
      const now = clock.now();
      if (!/^\d{6}$/.test(code)) return (await spendRecoveryCode(db, userId, code, now)) ? "right" : "wrong";
      const step = totpStep(secretOf(row), code, now);
      if (step === null) return "wrong";
      const spent = await db
        .updateTable("totp")
        .set({ last_step: step })
        .where("user_id", "=", userId)
        .where("last_step", "<", step)
        .returning("user_id")
        .executeTakeFirst();
      return spent ? "right" : "wrong";
    },
  };
}

async function spendRecoveryCode(db: Kysely<DB>, userId: string, code: string, now: Instant): Promise<boolean> {
  const spent = await db
    .updateTable("recovery_code")
    .set({ used_at: now })
    .where("user_id", "=", userId)
    .where("code_hash", "=", hashOf(code))
    .where("used_at", "is", null)
    .returning("user_id")
    .executeTakeFirst();
  return spent !== undefined;
}

/** Such as `k7mq-2xfa-ph3d-w9ut`. */
function newRecoveryCode(): string {
  const text = [...randomBytes(CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return text.replace(/(.{4})(?!$)/g, "$1-");
}

function hashOf(code: string): Buffer {
  return hashToken(code.toLowerCase().replace(/[^a-z0-9]/g, ""));
}
