import { SECRET_PLACE, type Snippet } from "./facts.ts";

/** JumpServer: OpenID in its configuration file. */
export const jumpserver: Snippet = {
  id: "jumpserver",
  product: "JumpServer",
  file: "/opt/jumpserver/config/config.txt",
  callbackPath: "/core/auth/openid/callback/",
  write: (facts) => `AUTH_OPENID=true
BASE_SITE_URL=${facts.appUrl}/
AUTH_OPENID_CLIENT_ID=${facts.clientId}
AUTH_OPENID_CLIENT_SECRET=${SECRET_PLACE}
AUTH_OPENID_CLIENT_AUTH_METHOD=client_secret_basic
AUTH_OPENID_PROVIDER_ENDPOINT=${facts.issuer}
AUTH_OPENID_PROVIDER_AUTHORIZATION_ENDPOINT=${facts.authorizationEndpoint}
AUTH_OPENID_PROVIDER_TOKEN_ENDPOINT=${facts.tokenEndpoint}
AUTH_OPENID_PROVIDER_JWKS_ENDPOINT=${facts.jwksUri}
AUTH_OPENID_PROVIDER_USERINFO_ENDPOINT=${facts.userinfoEndpoint}
AUTH_OPENID_PROVIDER_END_SESSION_ENDPOINT=${facts.endSessionEndpoint}
AUTH_OPENID_PROVIDER_SIGNATURE_ALG=${facts.algorithm}
AUTH_OPENID_SCOPES=${facts.scopes.join(" ")}
AUTH_OPENID_PKCE=true
AUTH_OPENID_CODE_CHALLENGE_METHOD=S256
AUTH_OPENID_ID_TOKEN_INCLUDE_CLAIMS=true
AUTH_OPENID_USER_ATTR_MAP={"username": "preferred_username", "name": "name", "email": "email"}
AUTH_OPENID_ALWAYS_UPDATE_USER=true
`,
};
