import type { Change } from "./plan-types.ts";

const REASONS: { readonly [Reason in Change["reason"]]: string } = {
  new_in_feishu: "new in Feishu",
  same_email: "same e-mail as the Feishu person",
  same_link: "linked before",
  returned: "is back in Feishu",
  thawed: "may sign in to Feishu again",
  changed_in_feishu: "changed in Feishu",
  moved_in_feishu: "moved in Feishu",
  frozen: "frozen in Feishu",
  exited: "left Feishu",
  resigned: "resigned",
  gone_from_feishu: "gone from Feishu",
  unmatched_local: "no Feishu counterpart",
  left_department: "left the department in Feishu",
  reverted: "undone by an operator",
  pin_released: "changed in Feishu since it was undone",
};

const SHOWN: { readonly [key: string]: string } = {
  employeeNo: "employee number",
  jobTitle: "job title",
  leaderId: "leader",
  leaderIds: "leaders",
  parentId: "parent department",
  link: "link to Feishu",
  order: "order",
};
/** Told by the verb already. */
const SILENT = new Set(["status", "disabledBy", "pin"]);

/** Says a change in one English line. Pure text; the names of users and departments are `label`s of the change. */
export function sentence(change: Change, names: { readonly user?: string; readonly department?: string } = {}): string {
  const why = REASONS[change.reason];
  if (change.kind === "memberships") {
    const user = names.user ?? change.userId;
    const department = names.department ?? change.departmentId;
    const verb = {
      add_member: `Put ${user} into ${department}`,
      remove_member: `Take ${user} out of ${department}`,
      update: `Reorder ${user} in ${department}`,
    };
    return `${verb[change.verb]} (${why})`;
  }
  const noun = change.kind === "users" ? "account" : "department";
  const fields = change.verb === "create" ? "" : changedFields(change.after);
  switch (change.verb) {
    case "create":
      return `Create ${noun} ${change.label} (${why})`;
    case "link":
      return `Link ${noun} ${change.label} to Feishu${fields && `, change ${fields}`} (${why})`;
    case "update":
      return `Change ${fields || "nothing visible"} of ${noun} ${change.label} (${why})`;
    case "move":
      return `Move department ${change.label}${fields && `: ${fields}`} (${why})`;
    case "deactivate":
      return `Disable account ${change.label} (${why})`;
    case "reactivate":
      return `Restore ${noun} ${change.label}${fields && `, change ${fields}`} (${why})`;
    case "remove":
      return `Delete ${noun} ${change.label} (${why})`;
  }
}

function changedFields(after: object): string {
  return Object.keys(after)
    .filter((key) => !SILENT.has(key))
    .map((key) => SHOWN[key] ?? key)
    .join(", ");
}
