import { useMe } from "../../app/me.ts";

/** What this person may do with the integration: auditors only look, and only owners remove it (product.md 5.16). */
export function useMayChange(): { readonly mayChange: boolean; readonly mayRemove: boolean } {
  const { role } = useMe();
  return { mayChange: role === "owner" || role === "administrator", mayRemove: role === "owner" };
}
