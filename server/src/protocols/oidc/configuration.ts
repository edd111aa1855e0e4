import {
  type Configuration,
  type interactionPolicy,
  type KoaContextWithOIDC,
  interactionPolicy as policies,
} from "oidc-provider";
import type { ClientDirectory } from "../../features/applications/index.ts";
import { findAccount, loadGrant } from "./accounts.ts";
import { ROUTES } from "./addresses.ts";
import { EXTRA_METADATA } from "./client-metadata.ts";
import type { LoginRecords } from "./login-records.ts";
import { askForCode, askToConfirm, showDeviceDone } from "./pages/device-pages.ts";
import { showError } from "./pages/error-page.ts";
import { showSignedOut } from "./pages/logout-pages.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const CLAIMS = [
  "name",
  "preferred_username",
  "email",
  "email_verified",
  "phone_number",
  "picture",
  "groups",
  "department",
  "employee_number",
];

export interface ConfigurationParts {
  readonly clients: ClientDirectory;
  readonly records: LoginRecords;
  readonly adapter: NonNullable<Configuration["adapter"]>;
  readonly jwks: NonNullable<Configuration["jwks"]>;
  readonly cookieKey: string;
  /** Whether people reach the issuer over https: cookies are bound to it then. */
  readonly secure: boolean;
  readonly signOut: (ctx: KoaContextWithOIDC) => Promise<void>;
}

/** What the library is told; what it offers beyond stays off. */
export function makeConfiguration(parts: ConfigurationParts): Configuration {
  const { clients, records, secure } = parts;
  const prefix = (host: boolean) => (secure ? `__${host ? "Host" : "Secure"}-` : "");
  const cookie = { httpOnly: true, sameSite: "lax", signed: true, secure } as const;
  return {
    adapter: parts.adapter,
    jwks: parts.jwks,
    routes: ROUTES,
    cookies: {
      keys: [parts.cookieKey],
      names: {
        session: `${prefix(true)}larkbridge-oidc`,
        interaction: `${prefix(false)}larkbridge-oidc-interaction`,
        resume: `${prefix(false)}larkbridge-oidc-resume`,
      },
      long: { ...cookie, path: "/" },
      short: cookie,
    },
    responseTypes: ["code"],
    scopes: ["openid", "profile", "email", "phone", "groups", "offline_access"],
    // An application's settings choose what it is told; the scopes exist because clients ask for them.
    claims: { openid: ["sub", "auth_time", ...CLAIMS], profile: [], email: [], phone: [], groups: [] },
    // Simple clients read the id token only.
    conformIdTokenClaims: false,
    subjectTypes: ["public"],
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
    enabledJWA: { idTokenSigningAlgValues: ["RS256"] },
    extraClientMetadata: { properties: [...EXTRA_METADATA] },
    pkce: { required: (_ctx, client) => client.clientAuthMethod === "none" || client["lb_pkce_required"] === true },
    interactions: { policy: loginOnly(), url: (_ctx, { uid }) => `/oidc/interaction/${uid}` },
    findAccount: (ctx, sub, token) => findAccount(clients, ctx, sub, token as { clientId?: string } | undefined),
    loadExistingGrant: (ctx) => loadGrant(clients, records, ctx),
    // What ends with a session is deleted with it, by the database (state-adapter.ts).
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, client, source) =>
      client.grantTypeAllowed("refresh_token") && source.scopes.has("offline_access"),
    // A token used twice was stolen (RFC 9700 section 4.14.2): with every use there is another.
    rotateRefreshToken: true,
    clientBasedCORS: (ctx, origin, client) =>
      (ctx.oidc.route === "userinfo" || client.clientAuthMethod === "none") &&
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin) &&
      origin !== "null",
    renderError: showError,
    ttl: {
      AuthorizationCode: 60,
      AccessToken: HOUR,
      IdToken: HOUR,
      DeviceCode: 600,
      Interaction: HOUR,
      // As long as a session of ours lasts at most.
      Session: 7 * DAY,
      // Unused for a month, or used for half a year.
      RefreshToken: 30 * DAY,
      Grant: 180 * DAY,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      introspection: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) => {
          if (client.clientAuthMethod === "none" && token.clientId !== client.clientId) return false;
          const { accountId } = token as { accountId?: string };
          return accountId === undefined || clients.mayUse(accountId, token.clientId ?? "");
        },
      },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: parts.signOut, postLogoutSuccessSource: showSignedOut },
      deviceFlow: {
        enabled: true,
        charset: "base-20",
        mask: "****-****",
        deviceInfo: (ctx) => ({ ip: ctx.ip }),
        userCodeInputSource: askForCode,
        userCodeConfirmSource: askToConfirm,
        successSource: showDeviceDone,
      },
    },
  };
}

/**
 * Asks for a sign-in where one is missing, too old or wanted anew; for consent never. The word is accepted, because clients
 * send it along with offline_access.
 */
function loginOnly(): interactionPolicy.DefaultPolicy {
  const policy = policies.base();
  policy.get("consent")?.checks.clear();
  return policy;
}
