import { z } from "zod";
import { ROLES } from "../permission.ts";
import { actor, fieldValues, instant, pageQuery, queryBoolean, runId, searchText, uuid } from "./base.ts";
import { planChange, planIssue } from "./plan.ts";

const STATUSES = ["active", "disabled", "deleted"] as const;
const ORIGINS = ["built_in", "feishu"] as const;

const userShape = {
  id: uuid,
  username: z.string(),
  name: z.string(),
  nickname: z.string().nullable(),
  email: z.string().nullable(),
  mobile: z.string().nullable(),
  employee_no: z.string().nullable(),
  job_title: z.string().nullable(),
  status: z.enum(STATUSES),
  origin: z.enum(ORIGINS),
  departments: z.array(
    z.object({
      id: uuid,
      open_department_id: z.string().nullable(),
      name: z.string(),
      primary: z.boolean(),
    }),
  ),
  leader: uuid.nullable(),
  feishu: z.object({ open_id: z.string(), union_id: z.string(), user_id: z.string().nullable() }).nullable(),
};

/** A user as lists and the export show one (product.md section 4). */
export const user = z.object(userShape).meta({ id: "User" });
export type UserView = z.infer<typeof user>;

/** Fields that Feishu may feed and that are otherwise edited by hand. */
const USER_FIELDS = [
  "name",
  "nickname",
  "email",
  "mobile",
  "employee_no",
  "job_title",
  "leader",
  "departments",
] as const;

const placement = z.object({
  department_id: uuid,
  number: z.int().positive(),
  path: z.array(z.string()).describe("Names from the first level down to the department itself"),
  primary: z.boolean(),
  origin: z.enum(ORIGINS),
});

export const userDetail = z
  .object({
    ...userShape,
    role: z.enum(ROLES),
    service_account: z.boolean(),
    has_password: z.boolean(),
    fed_fields: z.array(z.enum(USER_FIELDS)).describe("Fields that Feishu feeds; edits to them are refused"),
    placements: z.array(placement).describe("Where the departments are in the tree"),
    leader_user: z.object({ id: uuid, name: z.string(), username: z.string() }).nullable(),
    linked_at: instant.nullable(),
    disabled_by: z.enum(["sync", "operator"]).nullable(),
    protected: z.boolean().describe("A sync never disables, deletes or links it"),
    pinned: z.boolean().describe("Reverted, and left alone until Feishu asks for something else"),
    attributes: z.record(z.string(), z.unknown()),
    created_at: instant,
    updated_at: instant,
    deleted_at: instant.nullable(),
  })
  .meta({ id: "UserDetail" });

export const userQuery = z.strictObject({
  ...pageQuery,
  sort: z.enum(["name", "-name", "username", "-username", "created_at", "-created_at"]).default("name"),
  status: z.enum(STATUSES).optional(),
  origin: z.enum(ORIGINS).optional(),
  department: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("Direct members; our id, its number, or an open_department_id"),
  subtree: queryBoolean.optional().describe("With `department`: members of what is below it, too"),
  linked: queryBoolean.optional(),
  search: searchText.optional().describe("Part of name, username, e-mail, mobile or employee number"),
});

/** How a user may be named in a path. */
export const userParams = z.object({
  id: z
    .string()
    .trim()
    .min(1)
    .max(320)
    .describe("An id, open_id (ou_…), union_id (on_…), e-mail, mobile (+…) or username"),
});

export const historyEntry = z
  .object({
    at: instant,
    actor,
    action: z.string(),
    run: runId.nullable(),
    reason: z.string().nullable(),
    department_id: uuid.nullable(),
    before: fieldValues,
    after: fieldValues,
  })
  .meta({ id: "HistoryEntry" });

/** Why somebody is, or is not, in the directory (product.md 2.4). */
export const explanation = z
  .object({
    query: z.string(),
    user_id: uuid.nullable(),
    steps: z.array(
      z.object({
        step: z.enum(["found_in_feishu", "in_contact_range", "matched", "policy", "result"]),
        state: z.enum(["yes", "no", "unknown"]),
        code: z.string().nullable(),
        message: z.string(),
      }),
    ),
    feishu: z.record(z.string(), z.unknown()).nullable().describe("The record as read just now"),
    changes: z.array(planChange),
    issues: z.array(planIssue),
  })
  .meta({ id: "Explanation" });

/** A line of text as the directory takes it (control characters and endless names are refused). */
const line = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^\u0000-\u001f\u007f]*$/, "no control characters");

const username = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(
    /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/,
    "a-z, digits, dot, hyphen and underscore, beginning and ending with a letter or digit",
  )
  .describe("Frozen after creation");

/** What people edit by hand. `null` empties a field; a field left out keeps its value. */
const editable = {
  nickname: line.nullable(),
  email: z.string().trim().toLowerCase().max(320).pipe(z.email()).nullable(),
  mobile: z
    .string()
    .trim()
    .regex(/^\+[1-9][0-9]{5,14}$/, "an international number like +8613800000001")
    .nullable(),
  employee_no: line.nullable(),
  job_title: line.nullable(),
  leader: uuid.nullable(),
  departments: z.array(uuid).max(50).describe("The first one is the primary department"),
};

export const newUser = z
  .strictObject({
    name: line,
    username: username.optional().describe("Without it: from the e-mail's local part, else from the name"),
    nickname: editable.nickname.default(null),
    email: editable.email.default(null),
    mobile: editable.mobile.default(null),
    employee_no: editable.employee_no.default(null),
    job_title: editable.job_title.default(null),
    leader: editable.leader.default(null),
    departments: editable.departments.default([]),
  })
  .meta({ id: "NewUser" });

export const userChanges = z
  .strictObject({
    name: line.optional(),
    nickname: editable.nickname.optional(),
    email: editable.email.optional(),
    mobile: editable.mobile.optional(),
    employee_no: editable.employee_no.optional(),
    job_title: editable.job_title.optional(),
    leader: editable.leader.optional(),
    departments: editable.departments.optional(),
  })
  .meta({ id: "UserChanges" });

export type UserDetailView = z.infer<typeof userDetail>;
export type HistoryEntryView = z.infer<typeof historyEntry>;
export type ExplanationView = z.infer<typeof explanation>;
