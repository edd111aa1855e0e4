import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { PasswordQueue } from "../../platform/crypto/password-queue.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { actorOf, type Client } from "../../platform/http/index.ts";
import { appendAudit } from "../admin/index.ts";
import { type Account, findAccount, getAccount } from "./account-reader.ts";
import { spendLink } from "./one-time-link-store.ts";
import type { OpenedSession, SignIn, SignInFailure } from "./ports.ts";
import type { CheckSecondFactor } from "./second-factor-store.ts";
import { endSession, noteProof, openSession, type SignInMethod } from "./session-store.ts";
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
  const open = (account: Account, client: Client, method: SignInMethod) =>
    openAuditedSession(db, account, method, client, clock.now());

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

/** Opens a session and says so in the audit log. */
export function openAuditedSession(
  db: OpenDatabase["kysely"],
  account: Pick<Account, "id" | "name">,
  method: SignInMethod,
  client: Client,
  now: Instant,
): Promise<OpenedSession> {
  return db.transaction().execute(async (tx) => {
    const opened = await openSession(tx, account.id, method, client, now);
    await appendAudit(tx, {
      actor: actorFor(account),
      action: "session.opened",
      objectKind: "user",
      objectId: account.id,
      after: { address: client.address, user_agent: client.userAgent, way: method },
    });
    return opened;
  });
}

/** A name nobody has is not written down: it may be a password in the wrong field. */
function actorFor(account: Pick<Account, "id" | "name"> | undefined): Actor {
  return { kind: "operator", id: account?.id ?? null, name: account?.name ?? "unknown" };
}
