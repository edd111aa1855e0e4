import type { UserField } from "./ports.ts";

/** The switches of the mapping (S5) as the connection keeps them; absent is off. */
export interface FieldSwitches {
  readonly mobile?: boolean;
  readonly employeeNo?: boolean;
  readonly nickname?: boolean;
}

/**
 * Which fields Feishu feeds: the locked ones of S5, title and leader (product.md 5.8), and those switched on. Of an account
 * without a link it feeds none.
 */
export function fedFields(linked: boolean, switches: FieldSwitches): readonly UserField[] {
  if (!linked) return [];
  const fed: UserField[] = ["name", "email", "job_title", "leader", "departments"];
  if (switches.mobile) fed.push("mobile");
  if (switches.employeeNo) fed.push("employee_no");
  if (switches.nickname) fed.push("nickname");
  return fed;
}
