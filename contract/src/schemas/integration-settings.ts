import { z } from "zod";
import { actor, instant } from "./base.ts";

/** What operators set of the Feishu integration (S2-S10, product.md 5.10). */

const time = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, "a time from 00:00 to 23:59");

/** When a sync runs by itself (S8). */
export const schedule = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("manual") }),
    z.strictObject({ kind: z.literal("daily"), at: time }),
    z.strictObject({
      kind: z.literal("weekly"),
      day: z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]),
      at: time,
    }),
    z.strictObject({ kind: z.literal("monthly"), day: z.union([z.int().min(1).max(31), z.literal("last")]), at: time }),
    z.strictObject({ kind: z.literal("interval"), hours: z.int().min(1).max(168) }),
  ])
  .meta({ id: "Schedule" });
export type ScheduleView = z.infer<typeof schedule>;

/** An IANA name; offsets such as +08:00 are no zones, for they know no summer time. */
export const timeZone = z
  .string()
  .max(100)
  .refine((name) => {
    if (!/^[A-Za-z]/.test(name)) return false;
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      return true;
    } catch {
      return false;
    }
  }, "an IANA time zone such as Asia/Shanghai");

export const policies = z.strictObject({
  unmatched_local_users: z.enum(["ignore", "disable", "delete"]),
  unmatched_feishu_users: z.enum(["create_and_link", "ignore"]),
  unmatched_local_departments: z.enum(["ignore", "delete"]),
  unmatched_feishu_departments: z.enum(["create_and_link", "ignore"]),
  departed_users: z.enum(["disable", "delete", "ignore"]),
  departed_departments: z.enum(["delete", "ignore"]),
});

const fields = z.strictObject({ mobile: z.boolean(), employee_no: z.boolean(), nickname: z.boolean() });
const guard = z.strictObject({ percent: z.number().min(0).max(100), minimum: z.int().min(0).max(1_000_000) });

/** User and organization sync as it is set. */
const userSyncSettings = z
  .strictObject({ enabled: z.boolean(), schedule, time_zone: timeZone, policies, fields, guard })
  .meta({ id: "UserSyncSettings" });
export type UserSyncSettingsView = z.infer<typeof userSyncSettings>;

/** A change of it: what is left out stays as it is. */
export const userSyncChange = z
  .strictObject({
    enabled: z.boolean(),
    schedule,
    time_zone: timeZone,
    policies: policies.partial(),
    fields: fields.partial(),
    guard: guard.partial(),
  })
  .partial()
  .meta({ id: "UserSyncChange" });
export type UserSyncChangeView = z.infer<typeof userSyncChange>;

const appId = z.string().trim().min(1).max(64);
export const appSecret = z.string().trim().min(1).max(256);

/** The address of the OpenAPI: Feishu's, Lark's or a private one. */
const openUrl = z
  .string()
  .trim()
  .max(300)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password, search, hash } = new URL(text);
    return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === "";
  }, "an http or https address without user, query or fragment")
  .overwrite((text) => text.replace(/\/+$/, ""));

const onOff = z.strictObject({ enabled: z.boolean() });

/** The unfinished set-up, without its secret. */
export const integrationDraft = z
  .object({
    step: z.int().min(1).max(4),
    app_id: z.string().nullable(),
    has_secret: z.boolean().describe("The secret itself is never shown"),
    open_url: z.string(),
    accounts_url: z.string(),
    support_built_in_users: z.boolean(),
    user_sync: userSyncSettings,
    single_sign_on: onOff.extend({ callback_url: z.string() }),
    feishu_client_access: onOff.extend({ workbench_url: z.string() }),
    updated_by: actor,
    updated_at: instant,
  })
  .meta({ id: "IntegrationDraft" });
export type IntegrationDraftView = z.infer<typeof integrationDraft>;

/** What is saved of a set-up; what is left out stays as it is. Another App ID drops the secret that belonged to the one before. */
export const integrationDraftChange = z
  .strictObject({
    step: z.int().min(1).max(4),
    app_id: appId.nullable(),
    app_secret: appSecret,
    open_url: openUrl,
    accounts_url: openUrl.describe("Derived from open_url where absent"),
    support_built_in_users: z.boolean(),
    user_sync: userSyncChange,
    single_sign_on: onOff,
    feishu_client_access: onOff,
  })
  .partial()
  .meta({ id: "IntegrationDraftChange" });
export type IntegrationDraftChangeView = z.input<typeof integrationDraftChange>;

/** An app to ask about before anything is stored. */
export const candidateApp = z
  .strictObject({
    app_id: appId,
    app_secret: appSecret.optional().describe("Where absent, the draft's own, for the same app at the same address"),
    open_url: openUrl.optional(),
  })
  .meta({ id: "CandidateApp" });
