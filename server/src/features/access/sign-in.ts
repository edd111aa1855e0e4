import type { Actor } from "../../core/kernel/actor.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { PasswordQueue } from "../../platform/crypto/password-queue.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { actorOf, type Client } from "../../platform/http/index.ts";
import { appendAudit } from "../admin/index.ts";
import { type Account, findAccount, getAccount } from "./account-reader.ts";
import { spendLink } from "./one-time-link-store.ts";
import type { SignIn, SignInFailure } from "./ports.ts";
import type { CheckSecondFactor } from "./second-factor-store.ts";
import { endSession, noteProof, openSession } from "./session-store.ts";
import { beginAttempt } from "./sign-in-failure-store.ts";

/** Checks a password and, where there is one, the second factor; counts what fails and writes it into the audit log. */
export type CheckPassword = (
  account: Account | undefined,
  typed: { readonly username: string; readonly password: string; readonly code: string | undefined },
  client: Client,
) => Promise<Result<Account, SignInFailure>>;

/** Makes the check; the second factor is asked of everybody who has one. */
export function makePasswordCheck(
  db: OpenDatabase["kysely"],
  clock: Clock,
  passwords: PasswordQueue,
  checkSecondFactor: CheckSecondFactor,
): CheckPassword {
  return async (account, { username, password, code }, client) => {
    const attempt = await beginAttempt(db, username, client.address, clock.now());
    if (!attempt.ok) return attempt;
    const refuse = async (why: "sign_in_refused" | "second_factor_refused") => {
      await appendAudit(db, {
        actor: actorFor(account),
        action: "session.refused",
        objectKind: "user",
        objectId: account?.id ?? null,
        after: { address: client.address, why },
      });
      return err(attempt.value.refuse(why));
    };
    const outcome = await passwords.check(account?.passwordHash ?? null, password);
    if (outcome === "busy") {
      await attempt.value.undo();
      return err({ code: "sign_in_busy" });
    }
    if (outcome === "wrong" || !account) return refuse("sign_in_refused");
    const factor = await checkSecondFactor(account.id, code);
    if (factor === "wrong") return refuse("second_factor_refused");
    if (factor === "missing") {
      // Neither wrong, nor enough to forget wrong codes for.
      await attempt.value.undo();
      return err({ code: "second_factor_required" });
    }
    await attempt.value.succeed();
    return ok(account);
  };
}

/** Signing in and out (product.md 3.4). Unknown name, wrong password and a disabled account all get one answer. */
export function makeSignIn(db: OpenDatabase["kysely"], clock: Clock, check: CheckPassword): SignIn {
  const open = async (account: Account, client: Client, way: string) =>
    db.transaction().execute(async (tx) => {
      const opened = await openSession(tx, account.id, client, clock.now());
      await appendAudit(tx, {
        actor: actorFor(account),
        action: "session.opened",
        objectKind: "user",
        objectId: account.id,
        after: { address: client.address, user_agent: client.userAgent, way },
      });
      return opened;
    });

  return {
    async signIn(typed, client) {
      const checked = await check(await findAccount(db, typed.username), typed, client);
      return checked.ok ? ok(await open(checked.value, client, "password")) : checked;
    },
    async prove(principal, typed, client) {
      const account = await getAccount(db, principal.id);
      const checked = await check(account, { ...typed, username: account.username }, client);
      if (!checked.ok) return checked;
      const provedAt = clock.now();
      await noteProof(db, principal.sessionId, provedAt);
      return ok({ ...principal, provedAt });
    },
    async signInByLink(token, client) {
      const userId = await spendLink(db, "sign_in", token, clock.now());
      if (userId === undefined || userId === null) return err({ code: "link_invalid" });
      return ok(await open(await getAccount(db, userId), client, "link"));
    },
    async signOut(principal) {
      await db.transaction().execute(async (tx) => {
        await endSession(tx, principal.sessionId, clock.now());
        await appendAudit(tx, {
          actor: actorOf(principal),
          action: "session.closed",
          objectKind: "user",
          objectId: principal.id,
        });
      });
    },
  };
}

/** A name nobody has is not written down: it may be a password in the wrong field. */
function actorFor(account: Account | undefined): Actor {
  return { kind: "operator", id: account?.id ?? null, name: account?.name ?? "unknown" };
}
