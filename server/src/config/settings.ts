import { z } from "zod";
import { feishuKeys } from "./feishu-keys.ts";
import { key } from "./notes.ts";
import { section } from "./section.ts";
import {
  adminKeys,
  httpKeys,
  ldapKeys,
  ldapsKeys,
  logKeys,
  retentionKeys,
  serverKeys,
  webhookKeys,
} from "./server-keys.ts";
import { text } from "./value-forms.ts";

const policy = <Policy extends string>(name: Policy) =>
  key(z.literal(name), {
    doc: "First password of people a sync creates: none (they sign in with Feishu), a one-time link in a Feishu message, or one fixed text.",
  });

const initialPasswordSchema = z.discriminatedUnion("policy", [
  z.strictObject({ policy: policy("none") }),
  z.strictObject({ policy: policy("one_time_link") }),
  z.strictObject({
    policy: policy("fixed"),
    value: key(text(), { doc: "The fixed text. It must be changed at first use.", secret: true, sample: "…" }),
    allow_ldap_bind: key(z.boolean().default(false), { doc: "Lets LDAP accept it before it was changed." }),
  }),
]);

/**
 * Every key of `larkbridge.yaml` (product.md sections 4 and 5.9). The environment name follows from the path:
 * `feishu.app_id` ↔ `LARKBRIDGE_FEISHU_APP_ID`, and so `LARKBRIDGE_LDAPS_PORT` ↔ `ldaps.port`.
 */
export const settingsSchema = z.strictObject({
  ...serverKeys,
  http: section("The console and the API.", httpKeys),
  ldap: section("The LDAP server.", ldapKeys),
  ldaps: section("The LDAP server over TLS.", ldapsKeys),
  webhooks: section("Other systems that are told of changes.", webhookKeys),
  admin: section("The first owner.", adminKeys),
  initial_password: key(initialPasswordSchema.prefault({ policy: "none" }), { doc: "Passwords of new people." }),
  retention: section("How long things are kept.", retentionKeys),
  log: section("The log.", logKeys),
  feishu: section("The Feishu integration. What is set here is read-only in the console.", feishuKeys),
});

/** Validated values of all keys, defaults filled in, under the names of the file. */
export type Settings = z.output<typeof settingsSchema>;
