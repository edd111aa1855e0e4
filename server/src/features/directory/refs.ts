import type { DepartmentId, OpenDepartmentId, OpenId, UnionId, UserId } from "../../core/kernel/ids.ts";
import type { DepartmentRef, ListedDepartmentRef, UserRef } from "./ports.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads how somebody outside names a user: the shape of the text tells which kind of name it is. Never fails. */
export function parseUserRef(text: string): UserRef {
  if (UUID.test(text)) return { kind: "id", id: text.toLowerCase() as UserId };
  if (text.startsWith("ou_")) return { kind: "open_id", openId: text as OpenId };
  if (text.startsWith("on_")) return { kind: "union_id", unionId: text as UnionId };
  if (text.includes("@")) return { kind: "email", email: text.toLowerCase() };
  if (/^\+[0-9]+$/.test(text)) return { kind: "mobile", mobile: text };
  return { kind: "username", username: text };
}

/** Reads how somebody outside names a department. What is no UUID can only be Feishu's own id. */
export function parseDepartmentRef(text: string): DepartmentRef {
  if (UUID.test(text)) return { kind: "id", id: text.toLowerCase() as DepartmentId };
  return { kind: "open_department_id", openDepartmentId: text as OpenDepartmentId };
}

/** As above; digits are the number a department has in addresses and the tree. */
export function parseListedDepartmentRef(text: string): ListedDepartmentRef {
  return /^[1-9][0-9]{0,14}$/.test(text) ? { kind: "number", number: Number(text) } : parseDepartmentRef(text);
}
