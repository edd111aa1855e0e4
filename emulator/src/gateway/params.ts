import type { DepartmentIdType, UserIdType } from "../apps/app-ids.ts";
import { type ApiFailure, fieldViolation, pageSizeInvalid } from "./failure.ts";
import type { Call } from "./route.ts";

/** Reads query parameters; what does not fit is 99992402 or the API family's own code. */

export function userIdType(call: Call): UserIdType {
  return oneOf(call, "user_id_type", ["open_id", "union_id", "user_id"], "open_id");
}

export function departmentIdType(call: Call): DepartmentIdType {
  return oneOf(call, "department_id_type", ["open_department_id", "department_id"], "open_department_id");
}

function oneOf<T extends string>(call: Call, name: string, allowed: readonly T[], otherwise: T): T {
  const text = call.query.get(name);
  if (text === null || text === "") return otherwise;
  const found = allowed.find((candidate) => candidate === text);
  if (found === undefined) throw fieldViolation(name, text, `not one of the allowed values: [${allowed.join(" ")}]`);
  return found;
}

export function required(call: Call, name: string): string {
  const text = call.query.get(name);
  if (text === null || text === "") throw fieldViolation(name, "", `${name} is required`);
  return text;
}

export function flag(call: Call, name: string): boolean {
  return oneOf(call, name, ["true", "false"], "false") === "true";
}

/** Repeated values (`ids=a&ids=b`); between 1 and `most` of them. */
export function many(call: Call, name: string, most: number): string[] {
  const values = call.query.getAll(name).filter((value) => value !== "");
  if (values.length === 0) throw fieldViolation(name, "", `${name} is required`);
  if (values.length > most) throw fieldViolation(name, String(values.length), `the max len is ${most}`);
  return values;
}

export function pageSize(
  call: Call,
  otherwise: number,
  most: number,
  failure: () => ApiFailure = pageSizeInvalid,
): number {
  const text = call.query.get("page_size");
  if (text === null || text === "") return otherwise;
  if (!/^-?\d+$/.test(text)) throw fieldViolation("page_size", text, "not an integer");
  const size = Number(text);
  if (size < 1 || size > most) throw failure();
  return size;
}
