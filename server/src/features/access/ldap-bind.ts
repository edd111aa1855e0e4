import type { UserId } from "../../core/kernel/ids.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { makePasswordQueue } from "../../platform/crypto/password-queue.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import { findLdapAccount, type LdapAccount } from "./ldap-account-reader.ts";
import { beginAttempt } from "./sign-in-failure-store.ts";
import { makeVerifiedBinds } from "./verified-binds.ts";

export type PersonBind =
  | { readonly kind: "bound"; readonly userId: UserId }
  | { readonly kind: "refused" }
  | { readonly kind: "busy" };

/** Checks the password of a person who binds. */
export type BindPerson = (username: string, password: string, address: string) => Promise<PersonBind>;

export interface LdapBindParts {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  /** Passwords that must be changed first are accepted all the same (product.md 5.11). */
  readonly allowUnchanged: boolean;
}

const REFUSED: PersonBind = { kind: "refused" };

/**
 * Binding with one's own password. Unknown, wrong, disabled and locked are one answer after equal work. The account is
 * read each time; only the slow hash is spared for passwords that were right a moment ago.
 */
export function makeLdapBind({ db, clock, allowUnchanged }: LdapBindParts): BindPerson {
  const passwords = makePasswordQueue();
  const verified = makeVerifiedBinds(() => Date.parse(clock.now()));

  return async (username, password, address) => {
    const account = await findLdapAccount(db, username);
    const hash = account?.passwordHash ?? null;
    const mayUse = account !== undefined && (allowUnchanged || !account.mustChangePassword);
    const kept = account && hash !== null ? { id: account.id, passwordHash: hash } : null;
    if (mayUse && kept && verified.has(kept, password)) return { kind: "bound", userId: account.id };

    const attempt = await beginAttempt(db, username, address, clock.now());
    if (!attempt.ok) return REFUSED;
    const outcome = await passwords.check(hash, password);
    if (outcome === "busy") {
      await attempt.value.undo();
      return { kind: "busy" };
    }
    if (outcome === "wrong" || !mayUse || kept === null) {
      await appendRefusal(account, address);
      return REFUSED;
    }
    await attempt.value.succeed();
    verified.remember(kept, password);
    return { kind: "bound", userId: account.id };
  };

  /** A name nobody has is not written down: it may be a password in the wrong field. */
  async function appendRefusal(account: LdapAccount | undefined, address: string): Promise<void> {
    await appendAudit(db, {
      actor: { kind: "operator", id: account?.id ?? null, name: account?.name ?? "unknown" },
      action: "ldap.bind_refused",
      objectKind: "user",
      objectId: account?.id ?? null,
      after: { address },
    });
  }
}
