import type { Principal } from "../../platform/http/index.ts";

/** Whether a principal stands above administrators: an owner, or a token with every right (product.md 5.16). */
export function isOwnerLike(principal: Principal): boolean {
  return principal.kind === "user" ? principal.role === "owner" : principal.scopes.includes("admin");
}
