import { z } from "zod";

/**
 * Shapes of the platform's answers (feishu contract 2-5). Ids and what decides about completeness are compulsory; every
 * field behind a permission may be missing. Unknown keys are dropped.
 */

/** Printable ASCII without blanks: ids go into paths and keys. */
const id = z.string().regex(/^[\x21-\x7e]{1,128}$/);
const text = z.string().nullish();
const flag = z.boolean().nullish();

export const departmentRecord = z.object({
  open_department_id: id,
  department_id: text,
  name: text,
  parent_department_id: text,
  // A string holding an integer in answers (feishu contract, trap 15); numbers are taken as well.
  order: z.union([z.string().regex(/^-?\d{1,18}$/), z.int()]).nullish(),
  leader_user_id: text,
  leaders: z.array(z.object({ leaderType: z.int().nullish(), leaderID: text })).nullish(),
  member_count: z.int().nullish(),
  status: z.object({ is_deleted: flag }).nullish(),
});
export type DepartmentRecord = z.infer<typeof departmentRecord>;

export const userRecord = z.object({
  open_id: id,
  union_id: id,
  user_id: text,
  name: text,
  en_name: text,
  nickname: text,
  email: text,
  enterprise_email: text,
  mobile: text,
  mobile_visible: flag,
  avatar: z.object({ avatar_72: text, avatar_240: text, avatar_origin: text }).nullish(),
  status: z
    .object({ is_frozen: flag, is_resigned: flag, is_activated: flag, is_exited: flag, is_unjoin: flag })
    .nullish(),
  is_frozen: flag,
  department_ids: z.array(z.string()).nullish(),
  leader_user_id: text,
  orders: z
    .array(
      z.object({
        department_id: z.string(),
        user_order: z.number().nullish(),
        department_order: z.number().nullish(),
        is_primary_dept: flag,
      }),
    )
    .nullish(),
  city: text,
  country: text,
  work_station: text,
  join_time: z.number().nullish(),
  is_tenant_manager: flag,
  employee_no: text,
  employee_type: z.int().nullish(),
  job_title: text,
  custom_attrs: z
    .array(
      z.object({
        id: text,
        type: text,
        value: z
          .object({
            text,
            url: text,
            option_value: text,
            name: text,
            generic_user: z.object({ id: text }).nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});
export type UserRecord = z.infer<typeof userRecord>;

/**
 * A page of a list. `has_more` is compulsory: an answer without it is no list, and `has_more` without a token leads
 * nowhere. `items` is left out of empty pages.
 */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z
    .object({ data: z.object({ has_more: z.boolean(), page_token: text, items: z.array(item).nullish() }) })
    .refine(({ data }) => !data.has_more || !!data.page_token, { path: ["data", "page_token"] })
    .transform(({ data }) => ({ items: data.items ?? [], next: data.has_more ? (data.page_token ?? null) : null }));
}

export const contactScopes = z
  .object({
    data: z.object({
      has_more: z.boolean(),
      page_token: text,
      department_ids: z.array(id).nullish(),
      user_ids: z.array(id).nullish(),
      group_ids: z.array(z.string()).nullish(),
    }),
  })
  .refine(({ data }) => !data.has_more || !!data.page_token, { path: ["data", "page_token"] })
  .transform(({ data }) => ({
    items: [{ departments: data.department_ids ?? [], users: data.user_ids ?? [], groups: data.group_ids ?? [] }],
    next: data.has_more ? (data.page_token ?? null) : null,
  }));

export const departmentAnswer = z.object({ data: z.object({ department: departmentRecord }) });
export const departmentsAnswer = z.object({ data: z.object({ items: z.array(departmentRecord).nullish() }) });
export const userAnswer = z.object({ data: z.object({ user: userRecord }) });
export const usersAnswer = z.object({ data: z.object({ items: z.array(userRecord).nullish() }) });
/** The same person unparsed, for an operator who wants to see what Feishu says. */
export const rawUserAnswer = z.object({ data: z.object({ user: z.record(z.string(), z.json()) }) });

/** The permissions of the app; one name may come twice, for the tenant and for users (feishu contract section 5). */
export const grantedScopes = z.object({
  data: z.object({
    scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.int(), scope_type: text })).nullish(),
  }),
});

export const botAnswer = z.object({ bot: z.object({ activate_status: z.int().nullish(), app_name: text }) });
export const tenantAnswer = z.object({ data: z.object({ tenant: z.object({ name: text, tenant_key: text }) }) });
export const applicationAnswer = z.object({
  data: z.object({
    app: z.object({ app_name: text, status: z.int().nullish(), online_version_id: text, unaudit_version_id: text }),
  }),
});

/** Of sending; a repeated uuid is answered with the first message's id. */
export const sentAnswer = z.object({ data: z.object({ message_id: id }) });
export const emptyAnswer = z.object({});

/** The HR roster (feishu contract 4.1); `user_id` is null for people who have not joined yet. */
export const rosterPage = pageOf(z.object({ user_id: text }));
