import type { AdapterPayload } from "oidc-provider";
import type { RegisteredClient } from "../../features/applications/index.ts";

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

/** What the library checks beside its own metadata (OpenID Connect Dynamic Client Registration 1.0 section 2). */
export const EXTRA_METADATA = ["lb_id", "lb_pkce_required", "lb_claims"] as const;

/**
 * An application in the words of client metadata. What stands where the secret belongs is its hash (`secrets.ts` compares):
 * nobody here knows the secret.
 */
export function toClientMetadata(client: RegisteredClient): AdapterPayload {
  const refresh = client.refreshTokens ? ["refresh_token"] : [];
  const common = {
    client_id: client.clientId,
    client_name: client.name,
    post_logout_redirect_uris: [...client.postLogoutRedirectUris],
    lb_id: client.id,
    lb_pkce_required: client.pkceRequired,
    lb_claims: [...client.claims],
  };
  if (client.kind === "device")
    return {
      ...common,
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: [DEVICE_CODE, ...refresh],
      response_types: [],
      redirect_uris: [],
    };
  const redirects = {
    grant_types: ["authorization_code", ...refresh],
    response_types: ["code" as const],
    redirect_uris: [...client.redirectUris],
  };
  if (client.kind === "public")
    return { ...common, ...redirects, application_type: typeOf(client), token_endpoint_auth_method: "none" };
  return {
    ...common,
    ...redirects,
    application_type: "web",
    token_endpoint_auth_method: "client_secret_basic",
    client_secret: client.secretHash?.toString("base64url"),
  };
}

/**
 * An app on a device may be called back at any port of its own machine and under a scheme of its own (RFC 8252 section 7);
 * a page may not.
 */
function typeOf({ redirectUris, postLogoutRedirectUris }: RegisteredClient): "native" | "web" {
  const all = [...redirectUris, ...postLogoutRedirectUris];
  return all.every((uri) => /^https?:/i.test(uri) && !/^http:\/\/(127\.0\.0\.1|\[::1\])[:/]/i.test(uri))
    ? "web"
    : "native";
}
