import type { Me } from "../../app/me.ts";
import type { UserDetail } from "./types.ts";

export type UserAct = "passwordLink" | "disable" | "enable" | "restore" | "delete";

/**
 * What may be done with an account by its state and by who asks (product.md 5.1, 5.16): owners are changed by owners,
 * nobody takes away their own account. The server holds the same rules; here they keep dead buttons off the page.
 */
export function actsFor(
  user: Pick<UserDetail, "id" | "role" | "status" | "service_account">,
  me: Pick<Me, "id" | "role">,
): { readonly edit: boolean; readonly menu: readonly UserAct[] } {
  if (user.role === "owner" && me.role !== "owner") return { edit: false, menu: [] };
  if (user.status === "deleted") return { edit: false, menu: ["restore"] };
  const menu: UserAct[] = [];
  if (user.status === "active" && !user.service_account && user.id !== me.id) menu.push("passwordLink");
  if (user.status === "disabled") menu.push("enable");
  if (user.id !== me.id) {
    if (user.status === "active") menu.push("disable");
    menu.push("delete");
  }
  return { edit: true, menu };
}
