import { z } from "zod";
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

export const userDetail = z
  .object({
    ...userShape,
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
  department: z.string().min(1).max(200).optional().describe("Direct members; our id or an open_department_id"),
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
