import { randomInt, timingSafeEqual } from "node:crypto";
import type { Failure } from "../../core/kernel/failure.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { codeText } from "../../core/notify/code-text.ts";
import { plus } from "../../platform/clock/clock.ts";
import { hashToken } from "../../platform/crypto/token.ts";
import { actorOf, type UserPrincipal } from "../../platform/http/index.ts";
import { appendAudit } from "../admin/index.ts";
import {
  beginTry,
  countCode,
  type FeishuEmail,
  forgetCheck,
  readFeishuEmail,
  readLanguage,
  removeFeishuEmail,
  setUnverified,
  setVerified,
} from "./feishu-email-store.ts";
import type { NoticeParts, SendFailure, SendToEmail } from "./ports.ts";
import { findService } from "./service-reader.ts";

/** How long a code is good for. */
const CODE_MS = 10 * 60_000;

/** The address somebody is known by in Feishu, where no link tells it (S13). It counts once a code that was sent there came back. */
export interface FeishuEmails {
  read(principal: UserPrincipal): Promise<FeishuEmail>;
  /** Sets the address and sends a code to it. Another address than before is not verified; the same one, verified, is left alone. */
  set(
    principal: UserPrincipal,
    email: string,
    signal: AbortSignal,
  ): Promise<Result<FeishuEmail, Failure<"message_notifications_off" | "feishu_email_too_often" | SendFailure>>>;
  verify(
    principal: UserPrincipal,
    code: string,
  ): Promise<Result<FeishuEmail, Failure<"feishu_email_code_wrong" | "feishu_email_code_over">>>;
  remove(principal: UserPrincipal): Promise<FeishuEmail>;
}

export function makeFeishuEmails(
  parts: Pick<NoticeParts, "database" | "clock"> & { readonly send: SendToEmail },
): FeishuEmails {
  const { kysely } = parts.database;
  const read = ({ id }: UserPrincipal) => readFeishuEmail(kysely, id, parts.clock.now());

  return {
    read,
    async set(principal, email, signal) {
      const before = await read(principal);
      if (before.email === email && before.verifiedAt !== null) return ok(before);
      if (!(await findService(kysely))) return err({ code: "message_notifications_off" });
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      const now = parts.clock.now();
      const wait = await kysely.transaction().execute(async (tx) => {
        const seconds = await countCode(tx, principal.id, email, now);
        if (seconds > 0) return seconds;
        await setUnverified(tx, principal.id, email, {
          hash: hashOf(principal, email, code),
          expiresAt: plus(now, CODE_MS),
        });
        if (before.email !== email)
          await appendAudit(tx, {
            actor: actorOf(principal),
            action: "user.feishu_email_changed",
            objectKind: "user",
            objectId: principal.id,
            before: { feishu_email: before.email },
            after: { feishu_email: email },
          });
        return 0;
      });
      if (wait > 0) return err({ code: "feishu_email_too_often", detail: { retry_after: wait } });
      const text = codeText(code, principal.username, await readLanguage(kysely, principal.id));
      const sent = await parts.send(email, text, signal);
      if (sent.ok) return ok(await read(principal));
      // Where nobody knows whether it arrived, the code goes on being good.
      if (sent.error.code === "feishu_email_unreachable") await forgetCheck(kysely, principal.id);
      return sent;
    },
    async verify(principal, code) {
      const now = parts.clock.now();
      const attempt = await beginTry(kysely, principal.id, now);
      if (!attempt) return err({ code: "feishu_email_code_over" });
      const { email, codeHash, triesLeft } = attempt;
      if (!timingSafeEqual(codeHash, hashOf(principal, email, code)))
        return triesLeft > 0
          ? err({ code: "feishu_email_code_wrong", detail: { tries_left: triesLeft } })
          : err({ code: "feishu_email_code_over" });
      await kysely.transaction().execute(async (tx) => {
        if (!(await setVerified(tx, principal.id, email, now))) return;
        await appendAudit(tx, {
          actor: actorOf(principal),
          action: "user.feishu_email_verified",
          objectKind: "user",
          objectId: principal.id,
          after: { feishu_email: email },
        });
      });
      return ok(await read(principal));
    },
    async remove(principal) {
      await kysely.transaction().execute(async (tx) => {
        if (await removeFeishuEmail(tx, principal.id))
          await appendAudit(tx, {
            actor: actorOf(principal),
            action: "user.feishu_email_changed",
            objectKind: "user",
            objectId: principal.id,
            after: { feishu_email: null },
          });
      });
      return read(principal);
    },
  };
}

/** Bound to whose it is and to the address, so that it opens nothing else. */
function hashOf({ id }: UserPrincipal, email: string, code: string): Buffer {
  return hashToken(JSON.stringify([id, email, code]));
}
