import { z } from "zod";
import { instant } from "./base.ts";

const onOff = z.object({ enabled: z.boolean() });

/** One line of the list of third-party integrations (S1). */
export const integrationSummary = z
  .object({
    kind: z.literal("feishu"),
    configured: z.boolean(),
    owns_user_sync: z.boolean().describe("Only one integration may (S7)"),
    app_id: z.string().nullable(),
  })
  .meta({ id: "IntegrationSummary" });

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
        schedule: z.record(z.string(), z.unknown()),
        time_zone: z.string(),
        next_runs: z.array(instant),
        policies: z.record(z.string(), z.string()),
        fields: z.object({ mobile: z.boolean(), employee_no: z.boolean(), nickname: z.boolean() }),
        guard: z.object({ percent: z.number(), minimum: z.int() }),
      }),
      single_sign_on: onOff,
      message_notifications: z.object({ enabled: z.boolean(), method: z.enum(["account_binding", "email"]) }),
      feishu_client_access: onOff,
    }),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: "FeishuIntegration" });

export const permissionReport = z
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

/** What `larkbridge doctor` tells. */
export const diagnosis = z
  .object({
    healthy: z.boolean(),
    checked_at: instant,
    app: z.object({ id: z.string(), name: z.string().nullable() }),
    tenant: z.object({ key: z.string().nullable(), name: z.string().nullable() }),
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
    contact_range: z.object({
      mode: z.enum(["all", "partial", "nobody", "unknown"]),
      departments: z.int().nullable(),
      users: z.int().nullable(),
      sample: z.array(z.string()),
    }),
  })
  .meta({ id: "Diagnosis" });
export type DiagnosisView = z.infer<typeof diagnosis>;
