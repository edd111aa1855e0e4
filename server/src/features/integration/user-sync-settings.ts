import type { ConnectionSettings } from "./connection-settings.ts";

type UserSync = ConnectionSettings["userSync"];

/** User sync in the words of the API and the configuration (product.md section 4). */
export function toUserSyncSettings({ enabled, schedule, timeZone, policy }: UserSync) {
  return {
    enabled,
    schedule,
    time_zone: timeZone,
    policies: {
      unmatched_local_users: policy.unmatchedLocalUsers,
      unmatched_feishu_users: policy.unmatchedFeishuUsers,
      unmatched_local_departments: policy.unmatchedLocalDepartments,
      unmatched_feishu_departments: policy.unmatchedFeishuDepartments,
      departed_users: policy.departedUsers,
      departed_departments: policy.departedDepartments,
    },
    fields: {
      mobile: policy.fields.mobile,
      employee_no: policy.fields.employeeNo,
      nickname: policy.fields.nickname,
    },
    guard: { percent: policy.guard.percent, minimum: policy.guard.minimum },
  };
}
export type UserSyncSettings = ReturnType<typeof toUserSyncSettings>;

type Part<Whole> = { readonly [Key in keyof Whole]?: Whole[Key] | undefined };

/** A change of the settings: what is left out stays as it is. */
export type UserSyncChange = Part<Omit<UserSyncSettings, "policies" | "fields" | "guard">> & {
  readonly policies?: Part<UserSyncSettings["policies"]> | undefined;
  readonly fields?: Part<UserSyncSettings["fields"]> | undefined;
  readonly guard?: Part<UserSyncSettings["guard"]> | undefined;
};

/** The settings once changed. */
export function changeUserSync(before: UserSync, change: UserSyncChange): UserSync {
  const told = toUserSyncSettings(before);
  const policies = overlay(told.policies, change.policies);
  const fields = overlay(told.fields, change.fields);
  return {
    enabled: change.enabled ?? before.enabled,
    schedule: change.schedule ?? before.schedule,
    timeZone: change.time_zone ?? before.timeZone,
    policy: {
      unmatchedLocalUsers: policies.unmatched_local_users,
      unmatchedFeishuUsers: policies.unmatched_feishu_users,
      unmatchedLocalDepartments: policies.unmatched_local_departments,
      unmatchedFeishuDepartments: policies.unmatched_feishu_departments,
      departedUsers: policies.departed_users,
      departedDepartments: policies.departed_departments,
      fields: { mobile: fields.mobile, employeeNo: fields.employee_no, nickname: fields.nickname },
      guard: overlay(told.guard, change.guard),
    },
  };
}

function overlay<Whole extends object>(whole: Whole, part: Part<Whole> | undefined): Whole {
  const told = Object.entries(part ?? {}).filter(([, value]) => value !== undefined);
  return { ...whole, ...(Object.fromEntries(told) as Partial<Whole>) };
}
