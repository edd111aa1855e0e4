import type { UserId } from "../../core/kernel/ids.ts";
import type { Caller } from "./ports.ts";

interface Touched {
  readonly id: UserId;
  readonly role: string;
}

/** Owners are changed by owners only (product.md 5.16). Returns the refusal, or null. */
export function refuseTouch(touched: Touched, caller: Caller): "owner_protected" | null {
  return touched.role === "owner" && !caller.mayTouchOwners ? "owner_protected" : null;
}

/** Whether the caller is the account itself, signed in. */
export function isSelf(touched: Touched, { actor }: Caller): boolean {
  return actor.kind === "operator" && actor.id === touched.id;
}

/** Owners and administrators link themselves, signed in; service accounts belong to no person (product.md 5.1). */
export function refuseLinking(
  touched: Touched & { readonly serviceAccount: boolean },
  caller: Caller,
): "operator_links_self" | null {
  if (touched.serviceAccount) return "operator_links_self";
  const operator = touched.role === "owner" || touched.role === "administrator";
  return operator && !isSelf(touched, caller) ? "operator_links_self" : null;
}
