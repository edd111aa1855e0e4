import type { UserId } from "../kernel/ids.ts";
import type { ExternalIdentity } from "./external-identity.ts";

/** An account as far as a sign-in with Feishu looks at it. */
export interface LinkedAccount {
  readonly userId: UserId;
  readonly status: "active" | "disabled" | "deleted";
  /** Only what a sync switched off, a sync may switch on again. */
  readonly disabledBy: "sync" | "operator" | null;
}

/** What is known here about somebody who signed in to Feishu. */
export interface SignInFacts {
  readonly person: ExternalIdentity;
  /** The tenant this connection belongs to; null before it is known (product.md 5.12). */
  readonly tenantKey: string | null;
  /** The account this person is linked to. */
  readonly linked: LinkedAccount | null;
  /** The link was taken away: a tombstone keeps the person from getting another account (product.md 5.7). */
  readonly unlinked: boolean;
  /** User and organization sync is on: it, and nothing else, links and makes accounts. */
  readonly syncEnabled: boolean;
  /** Active accounts that were never linked and are no operator's, with this person's address (product.md 5.7). */
  readonly linkableByEmail: readonly UserId[];
  /** Another linked person holds this address: it tells nobody who is who. */
  readonly emailShared: boolean;
}

export type SignInDecision =
  | { readonly kind: "allow"; readonly userId: UserId }
  /** Link this account, then let in. */
  | { readonly kind: "link"; readonly userId: UserId }
  /** Plan and apply for this one person first, then look again. */
  | { readonly kind: "provision" }
  | { readonly kind: "deny"; readonly code: "feishu_other_tenant" | "feishu_person_unlinked" | "account_inactive" };

/**
 * Decides what a sign-in with Feishu opens (S12, product.md 3.4, 5.7): the linked account; else, with sync on, whatever the
 * one planner makes of this person; else, without sync, an account with the same address under the same rule.
 *
 * @param provisioned the planner has had its turn already
 */
export function decideSignIn(facts: SignInFacts, provisioned: boolean): SignInDecision {
  const { person, tenantKey, linked } = facts;
  if (tenantKey !== null && tenantKey !== person.tenantKey) return { kind: "deny", code: "feishu_other_tenant" };
  const mayProvision = facts.syncEnabled && !provisioned;
  if (linked) {
    if (linked.status === "active") return { kind: "allow", userId: linked.userId };
    // Somebody thawed or rehired (product.md 5.2) need not wait for the next run.
    const mayReturn = linked.status === "deleted" || linked.disabledBy === "sync";
    return mayProvision && mayReturn ? { kind: "provision" } : { kind: "deny", code: "account_inactive" };
  }
  if (facts.unlinked) return { kind: "deny", code: "feishu_person_unlinked" };
  if (facts.syncEnabled) return mayProvision ? { kind: "provision" } : { kind: "deny", code: "feishu_person_unlinked" };
  const only = facts.linkableByEmail.length === 1 && !facts.emailShared ? facts.linkableByEmail[0] : undefined;
  return only === undefined ? { kind: "deny", code: "feishu_person_unlinked" } : { kind: "link", userId: only };
}
