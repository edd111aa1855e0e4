import { useMe } from "../../app/me.ts";

/** Whether this person may start, decide and undo syncs; auditors only look. */
export function useMayAct(): boolean {
  const { role } = useMe();
  return role === "owner" || role === "administrator";
}
