import { z } from "zod";
import { key } from "./notes.ts";
import { scheduleSchema } from "./schedule-keys.ts";
import { section } from "./section.ts";
import { baseUrl, forms, text, timeZone } from "./value-forms.ts";

const enabled = (what: string) => key(z.boolean().default(false), { doc: `Switches ${what} on.` });

const userSyncKeys = {
  enabled: enabled("user and organization sync"),
  schedule: key(scheduleSchema.prefault({ kind: "manual" }), { doc: "When a sync runs by itself." }),
  time_zone: key(timeZone().default("Asia/Shanghai"), { doc: "Zone the schedule is meant in.", form: forms.timeZone }),
  unmatched_local_users: key(z.enum(["ignore", "disable", "delete"]).default("ignore"), {
    doc: "Local accounts that never had a Feishu person. Operators, service accounts and exempt ones are never touched.",
  }),
  unmatched_feishu_users: key(z.enum(["create_and_link", "ignore"]).default("create_and_link"), {
    doc: "Feishu people without an account.",
  }),
  unmatched_local_departments: key(z.enum(["ignore", "delete"]).default("ignore"), {
    doc: "Local departments that never had a Feishu one.",
  }),
  unmatched_feishu_departments: key(z.enum(["create_and_link", "ignore"]).default("create_and_link"), {
    doc: "Feishu departments without a local one.",
  }),
  departed_users: key(z.enum(["disable", "delete", "ignore"]).default("disable"), {
    doc: "Linked people who are proved gone: resigned, or absent from a complete reading.",
  }),
  departed_departments: key(z.enum(["delete", "ignore"]).default("delete"), {
    doc: "Linked departments that are proved gone; deleted once nothing is left in them, and restorable.",
  }),
  fields: section("Fields synced besides name, e-mail and departments.", {
    mobile: enabled("syncing of mobile numbers"),
    employee_no: enabled("syncing of employee numbers"),
    nickname: enabled("syncing of nicknames"),
  }),
  guard: section(
    "A run waits for approval when it would remove more people in 24 hours than the larger of the two allows.",
    {
      percent: key(z.number().min(0).max(100).default(5), { doc: "Share of the linked active accounts." }),
      minimum: key(z.int().min(0).max(1_000_000).default(5), { doc: "Number of people that never needs approval." }),
    },
  ),
};

/** The four services of S6, each off at first. */
const servicesSchema = section("The four services; each is off until switched on.", {
  user_sync: section("User and organization sync.", userSyncKeys),
  single_sign_on: section("Sign-in with Feishu.", { enabled: enabled("sign-in with Feishu") }),
  message_notifications: section("Messages through the app's bot.", {
    enabled: enabled("messages"),
    method: key(z.enum(["account_binding", "email"]).default("account_binding"), {
      doc: "How the recipient is found: by the linked Feishu account, or by the Feishu e-mail a person has set.",
    }),
  }),
  feishu_client_access: section("Opening from the Feishu workbench.", { enabled: enabled("the workbench entry") }),
});

const mode = <Mode extends string>(name: Mode) =>
  key(z.literal(name), { doc: "How changes in Feishu arrive; `long_connection` needs no public address." });

const rateLimitSchema = z.union([
  z.literal("off"),
  z.strictObject({
    per_second: z.int().min(1).max(100_000).default(50),
    per_minute: z.int().min(1).max(1_000_000).default(1000),
  }),
]);

export const feishuKeys = {
  app_id: key(text().optional(), {
    doc: "App ID of the custom app. With `app_secret` the file alone brings up the integration.",
    sample: "cli_0123456789abcdef",
  }),
  app_secret: key(text().optional(), { doc: "App Secret of that app.", secret: true, sample: "…" }),
  open_url: key(baseUrl().default("https://open.feishu.cn"), {
    doc: "OpenAPI host: Feishu's, Lark's (`https://open.larksuite.com`) or any other.",
    form: forms.baseUrl,
  }),
  accounts_url: key(baseUrl().default("https://accounts.feishu.cn"), {
    doc: "Sign-in host. Where `open_url` is Lark's, the default is `https://accounts.larksuite.com`.",
    form: forms.baseUrl,
  }),
  rate_limit: key(rateLimitSchema.prefault({}), {
    doc: "Calls allowed per API. In the environment: `off` or `50:1000`. `off` is refused for Feishu's and Lark's own hosts.",
    form: "off, or per_second (1 to 100000) and per_minute (1 to 1000000); in the environment off or 50:1000",
    fromText: readRateLimit,
  }),
  events: key(
    z
      .discriminatedUnion("mode", [
        z.strictObject({ mode: mode("long_connection") }),
        z.strictObject({
          mode: mode("webhook"),
          encrypt_key: key(text(), { doc: "Encrypt Key of the app's event settings.", secret: true, sample: "…" }),
          verification_token: key(text(), {
            doc: "Verification Token of the app's event settings.",
            secret: true,
            sample: "…",
          }),
        }),
        z.strictObject({ mode: mode("off") }),
      ])
      .prefault({ mode: "long_connection" }),
    { doc: "How changes in Feishu arrive." },
  ),
  support_built_in_users: key(z.boolean().default(false), {
    doc: "Lets operators create people outside the sync range.",
  }),
  services: servicesSchema,
};

function readRateLimit(value: string): unknown {
  const [, second, minute] = /^(\d+):(\d+)$/.exec(value) ?? [];
  return second === undefined ? value : { per_second: Number(second), per_minute: Number(minute) };
}
