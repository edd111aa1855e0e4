import { z } from "zod";
import { instant, pageQuery, searchText, uuid } from "./base.ts";

/** Applications that sign people in with Larkbridge as their OpenID provider (product.md 3.4). */

/** What an application may be told beside the subject, the name and the username. */
export const APPLICATION_CLAIMS = ["email", "phone", "picture", "groups", "department", "employee_number"] as const;
const claim = z.enum(APPLICATION_CLAIMS);

/**
 * `web`: runs on a server and keeps a secret. `public`: runs on people's devices and has none. `device`: a command line
 * or a screen without a browser; no secret, no redirect.
 */
const kind = z.enum(["web", "public", "device"]);

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\u0000-\u001f\u007f]*$/, "no control characters");
const description = z.string().trim().max(500);
const url = z.string().trim().min(1).max(1000);
const webUrl = z.url({ protocol: /^https?$/ }).max(1000);
const redirectUris = z.array(url).max(50);

const settings = {
  name,
  description: description.default(""),
  kind,
  home_url: webUrl.nullable().default(null).describe("Where the portal opens it; null: not on the portal"),
  redirect_uris: redirectUris.default([]),
  post_logout_redirect_uris: redirectUris.default([]),
  backchannel_logout_uri: webUrl.nullable().default(null).describe("Told when somebody's sign-in ends"),
  claims: z
    .array(claim)
    .max(APPLICATION_CLAIMS.length)
    .default(["email", "groups"])
    .describe("Told beside sub, name and preferred_username"),
  pkce_required: z.boolean().default(true).describe("Public and device clients always need it"),
  refresh_tokens: z.boolean().default(false).describe("May stay signed in without the browser"),
};

/** Who may use an application. */
export const applicationAccess = z
  .object({
    everyone: z.boolean(),
    users: z.array(z.object({ id: uuid, name: z.string(), username: z.string() })),
    groups: z.array(z.object({ id: uuid, name: z.string() })),
    departments: z.array(
      z.object({ id: uuid, name: z.string(), subtree: z.boolean().describe("With the departments below it") }),
    ),
  })
  .meta({ id: "ApplicationAccess" });
export type ApplicationAccessView = z.infer<typeof applicationAccess>;

/** The whole of who may use it: what is not named may not. At most 500 of each. */
export const applicationAccessChange = z
  .strictObject({
    everyone: z.boolean(),
    users: z.array(uuid).max(500).default([]),
    groups: z.array(uuid).max(500).default([]),
    departments: z
      .array(z.strictObject({ id: uuid, subtree: z.boolean().default(true) }))
      .max(500)
      .default([]),
  })
  .meta({ id: "ApplicationAccessChange" });

export const application = z
  .object({
    id: uuid,
    client_id: z.string(),
    name: z.string(),
    description: z.string(),
    kind,
    enabled: z.boolean(),
    home_url: z.string().nullable(),
    redirect_uris: z.array(z.string()),
    post_logout_redirect_uris: z.array(z.string()),
    backchannel_logout_uri: z.string().nullable(),
    claims: z.array(claim),
    pkce_required: z.boolean(),
    refresh_tokens: z.boolean(),
    everyone: z.boolean().describe("Everybody who is active may use it"),
    secret_changed_at: instant.nullable().describe("null where it has no secret"),
    last_used_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: "Application" });
export type ApplicationView = z.infer<typeof application>;

export const applicationParams = z.object({ id: uuid });
export const applicationQuery = z.strictObject({ ...pageQuery, search: searchText.optional() });
export const newApplication = z.strictObject(settings).meta({ id: "NewApplication" });

/** What is left out stays as it is; the kind is for good. */
export const applicationChanges = z
  .strictObject({
    name,
    description,
    enabled: z.boolean(),
    home_url: webUrl.nullable(),
    redirect_uris: redirectUris,
    post_logout_redirect_uris: redirectUris,
    backchannel_logout_uri: webUrl.nullable(),
    claims: z.array(claim).max(APPLICATION_CLAIMS.length),
    pkce_required: z.boolean(),
    refresh_tokens: z.boolean(),
  })
  .partial()
  .meta({ id: "ApplicationChanges" });

/** An application just made, or given another secret; the secret is shown this once. */
export const applicationWithSecret = z
  .object({ application, client_secret: z.string().nullable().describe("Shown this once; null for clients without") })
  .meta({ id: "ApplicationWithSecret" });

/** Addresses an application is pointed at (OpenID Connect Discovery). */
export const openidProvider = z
  .object({
    issuer: z.string(),
    discovery_url: z.string(),
    authorization_endpoint: z.string(),
    token_endpoint: z.string(),
    userinfo_endpoint: z.string(),
    jwks_uri: z.string(),
    end_session_endpoint: z.string(),
    device_authorization_endpoint: z.string(),
    signing_keys: z.array(
      z.object({
        id: z.string(),
        algorithm: z.string(),
        state: z.enum(["next", "signing", "retired"]).describe("Retired keys still prove what they signed"),
        created_at: instant,
      }),
    ),
  })
  .meta({ id: "OpenidProvider" });
export type OpenidProviderView = z.infer<typeof openidProvider>;

/** An application as the portal shows it. */
export const portalApplication = z
  .object({ id: uuid, name: z.string(), description: z.string(), home_url: z.string() })
  .meta({ id: "PortalApplication" });
export type PortalApplicationView = z.infer<typeof portalApplication>;
