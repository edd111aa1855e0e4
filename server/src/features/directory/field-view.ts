import type { Json } from "../../core/kernel/json.ts";

/** Patches of the core have camelCase keys; outside they are named as in the export (product.md section 4). */
const NAMES: Readonly<Record<string, string>> = {
  employeeNo: "employee_no",
  jobTitle: "job_title",
  leaderId: "leader",
  leaderIds: "leaders",
  parentId: "parent",
  disabledBy: "disabled_by",
  userOrder: "user_order",
  departmentOrder: "department_order",
  departmentId: "department_id",
  unionId: "union_id",
  openId: "open_id",
  feishuUserId: "user_id",
  openDepartmentId: "open_department_id",
  feishuDepartmentId: "department_id",
};

type Fields = { readonly [key: string]: Json };

/** Renames the keys of a patch, also inside `link` and `pin`; what is inside `attributes` is data and stays as it is. */
export function toFieldView(fields: Fields | null): Record<string, unknown> | null {
  if (fields === null) return null;
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      NAMES[key] ?? key,
      key === "attributes" ? value : renameInside(value),
    ]),
  );
}

function renameInside(value: Json): unknown {
  if (Array.isArray(value)) return value.map(renameInside);
  if (value === null || typeof value !== "object") return value;
  return toFieldView(value as Fields);
}
