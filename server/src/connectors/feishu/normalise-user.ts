import type { Attributes } from "../../core/directory/types.ts";
import type { OpenDepartmentId, OpenId, UnionId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { SourceMembership, SourceUser, SourceUserState } from "../../core/sync/snapshot.ts";
import type { UserRecord } from "./answers.ts";
import { ROOT } from "./normalise-department.ts";
import { normaliseEmail, normaliseText } from "./normalise-text.ts";
import { toE164 } from "./phone.ts";

/**
 * A person's record → the core's form (product.md 3.1, 5.2, 5.7, 5.8).
 *
 * @param listedIn the department whose list showed the person, used where the record names none; null outside lists
 */
export function normaliseUser(record: UserRecord, listedIn: string | null): SourceUser {
  return {
    unionId: record.union_id as UnionId,
    openId: record.open_id as OpenId,
    userId: normaliseText(record.user_id),
    name: normaliseText(record.name),
    nickname: normaliseText(record.nickname),
    // `email` is often empty where `enterprise_email` is filled (feishu contract, trap 8).
    email: normaliseEmail(record.email) ?? normaliseEmail(record.enterprise_email),
    mobile: record.mobile ? toE164(record.mobile) : null,
    employeeNo: normaliseText(record.employee_no),
    jobTitle: normaliseText(record.job_title),
    state: stateOf(record),
    leaderOpenId: (record.leader_user_id || null) as OpenId | null,
    memberships: membershipsOf(record, listedIn),
    attributes: attributesOf(record),
  };
}

/**
 * The flags are independent; precedence resigned > exited > frozen > not joined > not activated > active (feishu contract 3.5).
 * Without permission there is no `status`, and only the top-level `is_frozen` may tell something.
 */
export function stateOf({ status, is_frozen }: Pick<UserRecord, "status" | "is_frozen">): SourceUserState {
  if (status?.is_resigned) return "resigned";
  if (status?.is_exited) return "exited";
  if (status?.is_frozen || is_frozen === true) return "frozen";
  if (!status) return "unknown";
  if (status.is_unjoin) return "not_joined";
  if (status.is_activated === false) return "not_activated";
  return "active";
}

type Order = NonNullable<UserRecord["orders"]>[number];

/** `primary` is `is_primary_dept`, else the largest `department_order`, else none; the root is no department (product.md 5.8). */
function membershipsOf(record: UserRecord, listedIn: string | null): readonly SourceMembership[] {
  const orders = record.orders ?? [];
  const told = record.department_ids ?? orders.map((order) => order.department_id);
  const departments = told.length === 0 && listedIn !== null ? [listedIn] : told;
  const ids = departments.filter((id, index) => id !== ROOT && id !== "" && departments.indexOf(id) === index);
  const orderOf = (id: string) => orders.find((order) => order.department_id === id);
  const primary = ids.find((id) => orderOf(id)?.is_primary_dept === true) ?? largestOrder(ids, orders);
  return ids.map((id) => {
    const order = orderOf(id);
    return {
      openDepartmentId: id as OpenDepartmentId,
      primary: id === primary,
      userOrder: order?.user_order ?? 0,
      departmentOrder: order?.department_order ?? 0,
    };
  });
}

/** Nothing when a person is primarily under the root, when no order is told, or when two departments tie. */
function largestOrder(ids: readonly string[], orders: readonly Order[]): string | null {
  let best: { readonly id: string | null; readonly order: number } | null = null;
  for (const { department_id: id, department_order: order, is_primary_dept } of orders) {
    if (id === ROOT && is_primary_dept === true) return null;
    if (order === null || order === undefined || !ids.includes(id)) continue;
    if (best === null || order > best.order) best = { id, order };
    else if (order === best.order && id !== best.id) best = { id: null, order };
  }
  return best?.id ?? null;
}

/** Attributes beside the mapped fields; empty ones are left out to keep records small. */
function attributesOf(record: UserRecord): Attributes {
  const attributes: Record<string, Json> = {};
  const set = (key: string, value: Json | undefined) => {
    if (value !== null && value !== undefined) attributes[key] = value;
  };
  const avatar = record.avatar;
  set("avatar", normaliseText(avatar?.avatar_240 || avatar?.avatar_72 || avatar?.avatar_origin));
  set("city", normaliseText(record.city));
  set("country", normaliseText(record.country));
  set("custom", customOf(record));
  set("employee_type", record.employee_type);
  set("en_name", normaliseText(record.en_name));
  set("is_tenant_manager", record.is_tenant_manager);
  set("join_time", timeOf(record.join_time));
  set("mobile_visible", record.mobile_visible);
  set("work_station", normaliseText(record.work_station));
  return attributes;
}

/** Seconds → RFC 3339; 0 means that none is set. */
function timeOf(seconds: number | null | undefined): string | null {
  if (!seconds || seconds < 0 || seconds > 8_640_000_000_000) return null;
  return new Date(seconds * 1000).toISOString();
}

/** Custom attributes: id → its value in words (feishu contract 3.4). */
function customOf(record: UserRecord): Json | null {
  const values: [string, string][] = [];
  for (const { id, value } of record.custom_attrs ?? []) {
    const words = normaliseText(
      value?.text || value?.option_value || value?.name || value?.url || value?.generic_user?.id,
    );
    if (id && words !== null) values.push([id, words]);
  }
  if (values.length === 0) return null;
  return Object.fromEntries(values.sort(([a], [b]) => (a < b ? -1 : 1)));
}
