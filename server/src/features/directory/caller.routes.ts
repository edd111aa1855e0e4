import { actorOf, type Principal } from "../../platform/http/index.ts";
import type { Caller } from "./ports.ts";

/** Owners are changed by owners, and by tokens that may do everything (product.md 5.16). */
export function callerOf(principal: Principal): Caller {
  const mayTouchOwners = principal.kind === "user" ? principal.role === "owner" : principal.scopes.includes("admin");
  return { actor: actorOf(principal), mayTouchOwners };
}
