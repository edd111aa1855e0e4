import { z } from "zod";
import { instant } from "./base.ts";
import { policies, schedule } from "./integration-settings.ts";

const onOff = z.object({ enabled: z.boolean() });

/** One line of the list of third-party integrations (S1). */
export const integrationSummary = z
  .object({
    kind: z.literal("feishu"),
    configured: z.boolean(),
    owns_user_sync: z.boolean().describe("Only one integration may (S7)"),
    app_id: z.string().nullable(),
    has_draft: z.boolean().describe("A set-up was begun and can be finished"),
  })
  .meta({ id: "IntegrationSummary" });

const permissionReport = z
  .object({
    permissions: z.array(
      z.object({
        permission: z.string(),
        need: z.enum(["required", "optional", "notifications"]),
        purpose: z.string(),
        fills: z.array(z.string()),
        granted: z.boolean().nullable().describe("null where Feishu does not tell"),
        covered_by: z.string().nullable().describe("An older permission that serves as well"),
      }),
    ),
    grant_url: z.string().nullable().describe("Opens Feishu's console with the missing permissions ticked"),
    import_json: z.string().nullable().describe("To paste at batch import for the missing permissions"),
  })
  .meta({ id: "PermissionReport" });
export type PermissionReportView = z.infer<typeof permissionReport>;

const contactRange = z.object({
  mode: z.enum(["all", "partial", "nobody", "unknown"]),
  departments: z.int().nullable(),
  users: z.int().nullable(),
  people_hint: z.int().nullable().describe("People visible by Feishu's own hint, which may lag and count twice"),
  sample: z.array(z.string()),
});

/** What `larkbridge doctor` tells. */
export const diagnosis = z
  .object({
    healthy: z.boolean(),
    checked_at: instant,
    app: z.object({ id: z.string(), name: z.string().nullable() }),
    tenant: z.object({ key: z.string().nullable(), name: z.string().nullable() }),
    version: z
      .enum(["published", "in_review", "unpublished", "unknown"])
      .describe("Of the app; changes count only once a version is published"),
    checks: z.array(
      z.object({
        check: z.enum([
          "reachable",
          "region",
          "credentials",
          "permissions",
          "fields",
          "contact_range",
          "bot",
          "tenant",
        ]),
        state: z.enum(["ok", "warning", "failed", "unknown"]),
        code: z.string().nullable(),
        message: z.string(),
        cure: z.string().nullable(),
      }),
    ),
    permissions: permissionReport,
    fields: z.array(
      z.object({ field: z.string(), readable: z.boolean().nullable(), permission: z.string().nullable() }),
    ),
    contact_range: contactRange,
  })
  .meta({ id: "Diagnosis" });
export type DiagnosisView = z.infer<typeof diagnosis>;

/** The Feishu integration without its secret. */
export const feishuIntegration = z
  .object({
    app_id: z.string(),
    open_url: z.string(),
    accounts_url: z.string(),
    declared_by: z.enum(["file", "console"]).describe("`file`: set by file or environment, read-only in the console"),
    tenant_key: z.string().nullable(),
    rate_limit: z.union([z.literal("off"), z.object({ per_second: z.int(), per_minute: z.int() })]),
    events_mode: z.enum(["long_connection", "webhook", "off"]),
    support_built_in_users: z.boolean(),
    services: z.object({
      user_sync: z.object({
        enabled: z.boolean(),
        schedule,
        time_zone: z.string(),
        next_runs: z.array(instant),
        policies,
        fields: z.object({ mobile: z.boolean(), employee_no: z.boolean(), nickname: z.boolean() }),
        guard: z.object({ percent: z.number(), minimum: z.int() }),
      }),
      single_sign_on: onOff.extend({ callback_url: z.string().describe("For the app's redirect list") }),
      message_notifications: z.object({ enabled: z.boolean(), method: z.enum(["account_binding", "email"]) }),
      feishu_client_access: onOff.extend({
        workbench_url: z.string().describe("The app's desktop and mobile homepage, and for its redirect list"),
      }),
    }),
    secret_changed_at: instant,
    health: diagnosis.nullable().describe("What the last check found; null before the first"),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: "FeishuIntegration" });
export type FeishuIntegrationView = z.infer<typeof feishuIntegration>;

/** A record of the sample, masked: enough to recognise, too little to take away. */
const maskedPerson = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  mobile: z.string().nullable(),
  employee_no: z.string().nullable(),
  nickname: z.string().nullable(),
  departments: z.int().nonnegative(),
});

/** Which Feishu field feeds which of ours (S5), and how well it is filled among a sample of at most 200 people. */
export const mappingReport = z
  .object({
    sampled: z.int().nonnegative(),
    people: z.array(maskedPerson),
    fields: z.array(
      z.object({
        field: z.enum(["name", "email", "mobile", "departments", "employee_no", "nickname"]),
        source: z.string().describe("Feishu's name of it"),
        locked: z.boolean().describe("Always synced"),
        readable: z.boolean().nullable().describe("null where nothing could be told"),
        permission: z.string().nullable(),
        filled: z.int().nonnegative().describe("People of the sample who have a value"),
        example: z.string().nullable().describe("One value, masked"),
      }),
    ),
  })
  .meta({ id: "MappingReport" });
export type MappingReportView = z.infer<typeof mappingReport>;

/** What switching sync off or removing the integration would mean, in numbers. */
export const integrationConsequences = z
  .object({
    linked_users: z.int().nonnegative(),
    linked_users_without_password: z.int().nonnegative().describe("They could not sign in any more"),
    feishu_sessions: z.int().nonnegative().describe("Open sessions that were opened with Feishu; they would end"),
    operators_with_password: z.int().nonnegative().describe("Owners and administrators who could still sign in"),
    linked_departments: z.int().nonnegative(),
    waiting_runs: z.int().nonnegative().describe("Held plans that would be rejected"),
    running: z.boolean().describe("A run is under way and would be cancelled"),
  })
  .meta({ id: "IntegrationConsequences" });
export type IntegrationConsequencesView = z.infer<typeof integrationConsequences>;

/** Permissions, range and version of an app, asked of Feishu now (S4). */
export const accessReport = permissionReport
  .extend({ contact_range: contactRange, version: diagnosis.shape.version, checked_at: instant })
  .meta({ id: "AccessReport" });
export type AccessReportView = z.infer<typeof accessReport>;
