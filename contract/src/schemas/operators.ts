import { z } from "zod";
import { ROLES } from "../permission.ts";
import { language } from "./access.ts";
import { instant, uuid } from "./base.ts";

/** People with a role in the console beyond their own account. */
export const operator = z
  .object({
    id: uuid,
    username: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(ROLES),
    status: z.enum(["active", "disabled", "deleted"]),
    has_password: z.boolean(),
    totp: z.boolean(),
    last_seen_at: instant.nullable(),
  })
  .meta({ id: "Operator" });
export type OperatorView = z.infer<typeof operator>;

export const operatorList = z.object({ items: z.array(operator) }).meta({ id: "OperatorList" });

export const appointment = z
  .strictObject({ role: z.enum(["owner", "administrator", "auditor"]) })
  .meta({ id: "Appointment" });

const DECLARABLE = ["public_url", "deleted_days", "ldap_app_passwords_only"] as const;

export const settings = z
  .object({
    public_url: z.string().nullable().describe("Where people reach the console"),
    language: language.nullable(),
    deleted_days: z.int().describe("Days a deleted person can be restored"),
    ldap_app_passwords_only: z.boolean().describe("LDAP accepts app passwords and no own ones"),
    declared: z.array(z.enum(DECLARABLE)).describe("Set by file or environment: read-only here"),
  })
  .meta({ id: "Settings" });
export type SettingsView = z.infer<typeof settings>;

export const settingsChange = z
  .strictObject({
    public_url: z
      .url({ protocol: /^https?$/ })
      .refine((value) => new URL(value).pathname === "/")
      .nullable()
      .optional(),
    language: language.nullable().optional(),
    deleted_days: z.int().min(1).max(3650).optional(),
    ldap_app_passwords_only: z.boolean().optional(),
  })
  .meta({ id: "SettingsChange" });
