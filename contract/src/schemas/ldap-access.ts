import { z } from "zod";
import { instant, uuid } from "./base.ts";

/** LDAP: how it is served, the accounts applications search with, and passwords for applications (product.md 3.5). */

/** Part of a DN that clients keep, so nothing in it ever needs escaping. */
const serviceName = z
  .string()
  .trim()
  .regex(
    /^[a-z0-9]([a-z0-9._-]{0,58}[a-z0-9])?$/,
    "a-z, digits, dot, hyphen and underscore, beginning and ending with a letter or digit",
  )
  .describe("The account binds as cn=<name>,ou=services,<base>");
const description = z.string().trim().max(500);
const baseDn = z.string().trim().min(1).max(1000).nullable().describe("Nothing outside of it is shown; null: no limit");
const attributes = z
  .array(z.string().trim().min(1).max(100))
  .min(1)
  .max(100)
  .nullable()
  .describe("Attributes it is shown, and can search by; null: all");

/** Whom a service account is shown: with `everyone` all people and groups, else the groups named and their members. */
const scopeChange = {
  everyone: z.boolean(),
  groups: z.array(uuid).max(200),
  departments: z.array(z.strictObject({ id: uuid, subtree: z.boolean().default(true) })).max(200),
};

export const serviceAccount = z
  .object({
    id: uuid,
    name: z.string(),
    dn: z.string().describe("What the application binds as"),
    description: z.string(),
    enabled: z.boolean(),
    base_dn: z.string().nullable(),
    attributes: z.array(z.string()).nullable(),
    everyone: z.boolean().describe("It is shown all people and groups; otherwise those named and their members"),
    groups: z.array(z.object({ id: uuid, name: z.string() })),
    departments: z.array(
      z.object({ id: uuid, name: z.string(), subtree: z.boolean().describe("With the departments below it") }),
    ),
    password_changed_at: instant,
    last_used_at: instant.nullable(),
    last_used_address: z.string().nullable(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: "LdapServiceAccount" });
export type LdapServiceAccountView = z.infer<typeof serviceAccount>;

export const serviceAccountList = z.object({ items: z.array(serviceAccount) }).meta({ id: "LdapServiceAccountList" });
export const serviceAccountParams = z.object({ id: uuid });

export const newServiceAccount = z
  .strictObject({
    name: serviceName,
    description: description.default(""),
    base_dn: baseDn.default(null),
    attributes: attributes.default(null),
    everyone: scopeChange.everyone.default(false),
    groups: scopeChange.groups.default([]),
    departments: scopeChange.departments.default([]),
  })
  .meta({ id: "NewLdapServiceAccount" });

/** What is left out stays as it is; the name is for good, since clients keep the DN. */
export const serviceAccountChanges = z
  .strictObject({ description, enabled: z.boolean(), base_dn: baseDn, attributes, ...scopeChange })
  .partial()
  .meta({ id: "LdapServiceAccountChanges" });

/** An account just made, or given another password. */
export const serviceAccountWithPassword = z
  .object({ service_account: serviceAccount, password: z.string().describe("Shown this once") })
  .meta({ id: "LdapServiceAccountWithPassword" });

const appPassword = z
  .object({
    id: uuid,
    name: z.string().describe("The application it was made for"),
    created_at: instant,
    last_used_at: instant.nullable().describe("To the minute"),
    last_used_address: z.string().nullable(),
  })
  .meta({ id: "AppPassword" });
export type AppPasswordView = z.infer<typeof appPassword>;

export const appPasswordList = z
  .object({
    items: z.array(appPassword).describe("Newest first"),
    limit: z.int().describe("How many a person may have"),
    bind_dn: z.string().nullable().describe("What the person binds as; null while LDAP is off"),
    url: z.string().nullable().describe("Where programs connect; null while LDAP is off"),
    ldaps_url: z.string().nullable(),
    only: z.boolean().describe("LDAP accepts nothing but these"),
  })
  .meta({ id: "AppPasswordList" });
export type AppPasswordListView = z.infer<typeof appPasswordList>;

export const newAppPassword = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^[^\u0000-\u001f\u007f]*$/, "no control characters"),
  })
  .meta({ id: "NewAppPassword" });

export const appPasswordWithSecret = z
  .object({
    app_password: appPassword,
    password: z.string().describe("Shown this once; hyphens, blanks and capitals do not matter when it is typed"),
  })
  .meta({ id: "AppPasswordWithSecret" });

export const appPasswordParams = z.object({ id: uuid });

const connection = z.object({
  id: z.int(),
  address: z.string(),
  since: instant,
  tls: z.boolean(),
  kind: z.enum(["anonymous", "person", "service_account"]),
  bound_as: z.string().nullable().describe("The DN; null while anonymous"),
  operations: z.int(),
  last_operation: z
    .object({ kind: z.enum(["bind", "search", "compare", "extended", "write", "abandon", "unbind"]), at: instant })
    .nullable(),
});
export type LdapConnectionView = z.infer<typeof connection>;

/** How LDAP is served. */
export const ldapState = z
  .object({
    enabled: z.boolean(),
    host: z.string().describe("The address listened on"),
    port: z.int().nullable().describe("LDAP and StartTLS; null while LDAP is off"),
    ldaps_port: z.int().nullable(),
    url: z.string().nullable().describe("Where clients reach it"),
    ldaps_url: z.string().nullable(),
    base_dn: z.string(),
    people_dn: z.string(),
    groups_dn: z.string(),
    departments_dn: z.string(),
    services_dn: z.string(),
    require_tls: z.boolean(),
    warnings: z
      .array(z.enum(["clear_text_beyond_loopback", "certificate_refused"]))
      .describe(
        "`clear_text_beyond_loopback`: other machines may send passwords without TLS; `certificate_refused`: the files hold one that cannot be used, and the one before it is still shown",
      ),
    app_passwords_only: z.boolean(),
    ldapsearch: z.string().nullable().describe("A line for a shell that looks the caller up"),
    certificate: z
      .object({
        source: z.enum(["files", "self_made"]).describe("`self_made`: clients must be told to trust it"),
        subject: z.string(),
        issuer: z.string(),
        names: z.array(z.string()).describe("Host names and addresses it stands for"),
        not_before: instant,
        not_after: instant,
        fingerprint_sha256: z.string(),
        pem: z.string().describe("For the trust store of clients"),
        refused: z
          .object({ at: instant, reason: z.string() })
          .nullable()
          .describe("The last one that was to replace it and cannot be used"),
      })
      .nullable(),
    view: z
      .object({
        revision: z.int(),
        people: z.int(),
        groups: z.int(),
        departments: z.int(),
        loaded_at: instant,
      })
      .nullable()
      .describe("What is served from memory; null while LDAP is off"),
    connections: z
      .object({ total: z.int(), items: z.array(connection).describe("The newest 200") })
      .describe("Clients of the process that answers"),
  })
  .meta({ id: "LdapState" });
export type LdapStateView = z.infer<typeof ldapState>;

export const ldapLogin = z
  .strictObject({
    login: z.string().trim().min(1).max(320),
    password: z.string().min(1).max(256),
    service_account: uuid
      .nullable()
      .default(null)
      .describe("Whom the application searches as; null: it binds directly"),
    user_filter: z
      .string()
      .trim()
      .min(1)
      .max(2000)
      .nullable()
      .default(null)
      .describe("As in the application's settings; %s, {0}, {login} or %(user)s stands for the login"),
  })
  .meta({ id: "LdapLogin" });

/** The steps of a sign-in by LDAP, in order; nothing follows a `no`. */
export const LDAP_LOGIN_CODES = [
  "service_account_ready",
  "service_account_unknown",
  "service_account_disabled",
  "filter_understood",
  "filter_invalid",
  "person_found",
  "person_unknown",
  "person_hidden",
  "several_found",
  "not_a_person",
  "account_active",
  "account_disabled",
  "attempts_open",
  "attempts_locked",
  "own_password_matched",
  "app_password_matched",
  "password_wrong",
  "password_must_change",
  "app_passwords_only",
  "too_busy",
] as const;

export const ldapLoginTrace = z
  .object({
    succeeds: z.boolean(),
    dn: z.string().nullable().describe("Whom it would be bound as"),
    steps: z.array(
      z.object({
        step: z.enum(["service_account", "filter", "search", "account", "attempts", "password"]),
        state: z.enum(["yes", "no"]),
        code: z.enum(LDAP_LOGIN_CODES),
        message: z.string(),
        values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      }),
    ),
  })
  .meta({ id: "LdapLoginTrace" });
export type LdapLoginTraceView = z.infer<typeof ldapLoginTrace>;
