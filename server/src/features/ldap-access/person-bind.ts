import type { Clock } from "../../platform/clock/clock.ts";
import type { PasswordQueue } from "../../platform/crypto/password-queue.ts";
import { hashTypedSecret } from "../../platform/crypto/typed-secret.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { beginAttempt } from "../access/index.ts";
import { appendAudit } from "../admin/index.ts";
import { type BindAccount, findBindAccount } from "./bind-account-reader.ts";
import type { PersonStanding, Standings } from "./standings.ts";
import type { VerifiedBinds } from "./verified-binds.ts";

/** Why somebody is not let in. The client hears one answer to all of them. */
export type BindRefusal =
  | { readonly code: "unknown" | "disabled" | "wrong" | "must_change" | "app_passwords_only" }
  | { readonly code: "locked"; readonly retryAfter: number };

export type PersonBind =
  | { readonly kind: "bound"; readonly standing: PersonStanding }
  | { readonly kind: "refused"; readonly why: BindRefusal }
  | { readonly kind: "busy" };

/** Checks the password of a person who binds. Answers at once what was right a moment ago. */
export type BindPerson = (username: string, password: string, address: string) => PersonBind | Promise<PersonBind>;

export interface PersonBindParts {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  readonly standings: Standings;
  readonly verified: VerifiedBinds;
  readonly passwords: PasswordQueue;
  /** Own passwords that must be changed first are accepted all the same (product.md 5.11). */
  readonly allowUnchanged: boolean;
}

/**
 * Binding with one's own password or an app password. What was right a moment ago is not looked up again: `standings` ends
 * it within a second of any change. Else unknown, wrong, disabled and locked are one answer after equal work. An app
 * password cannot be guessed, so it costs no slow hash, and counting failures neither needs nor stops it.
 */
export function makePersonBind(parts: PersonBindParts): BindPerson {
  const { db, clock, standings, verified, passwords, allowUnchanged } = parts;

  const findKnown = (username: string, password: string): PersonBind | undefined => {
    const standing = verified.find(username, password);
    return standing && { kind: "bound", standing };
  };

  return (username, password, address) => {
    const settled = standings.settle();
    if (settled === undefined) return findKnown(username, password) ?? look(username, password, address);
    return settled.then(() => findKnown(username, password) ?? look(username, password, address));
  };

  async function look(username: string, password: string, address: string): Promise<PersonBind> {
    const moves = standings.moves();
    const account = await findBindAccount(db, username, hashTypedSecret(password));
    const admit = async (person: BindAccount, by: PersonStanding["credential"]): Promise<PersonBind> => {
      const standing = await standings.admit(person, by, moves);
      if (!standing.counts()) return { kind: "refused", why: { code: "wrong" } };
      verified.remember(username, password, standing);
      return { kind: "bound", standing };
    };
    if (account?.active && account.appPassword) return admit(account, { kind: "app", ...account.appPassword });

    const attempt = await beginAttempt(db, username, address, clock.now());
    if (!attempt.ok) {
      const retryAfter = Number(attempt.error.detail?.["retry_after"]);
      return { kind: "refused", why: { code: "locked", retryAfter } };
    }
    // Nobody's own password is looked at then, so there is no work to be equal to.
    const outcome = standings.appPasswordsOnly()
      ? "not_asked"
      : await passwords.check(account?.active ? account.passwordHash : null, password);
    if (outcome === "busy") {
      await attempt.value.undo();
      return { kind: "busy" };
    }
    if (outcome === "right" && account?.passwordHash && (allowUnchanged || !account.mustChangePassword)) {
      await attempt.value.succeed();
      return admit(account, { kind: "own", passwordHash: account.passwordHash });
    }
    const code = refusalOf(account, outcome);
    await appendRefusal(account, code, address);
    return { kind: "refused", why: { code } };
  }

  /** A name nobody has is not written down: it may be a password in the wrong field. */
  async function appendRefusal(account: BindAccount | undefined, why: string, address: string): Promise<void> {
    await appendAudit(db, {
      actor: { kind: "operator", id: account?.id ?? null, name: account?.name ?? "unknown" },
      action: "ldap.bind_refused",
      objectKind: "user",
      objectId: account?.id ?? null,
      after: { address, why },
    });
  }
}

function refusalOf(account: BindAccount | undefined, outcome: "right" | "wrong" | "not_asked") {
  if (account === undefined) return "unknown";
  if (!account.active) return "disabled";
  if (outcome === "not_asked") return "app_passwords_only";
  return outcome === "right" ? "must_change" : "wrong";
}
