import { useMe } from "../../app/me.ts";

/** Whether this person writes to others and changes templates: auditors only look. */
export function useMaySend(): boolean {
  const { role } = useMe();
  return role === "owner" || role === "administrator";
}
