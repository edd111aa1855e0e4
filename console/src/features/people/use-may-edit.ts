import { useMe } from "../../app/me.ts";

/** Whether the reader may change people; auditors look only. */
export function useMayEdit(): boolean {
  const { role } = useMe();
  return role === "owner" || role === "administrator";
}
