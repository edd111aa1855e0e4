import { SECRET_PLACE, type Snippet } from "./facts.ts";

/** Apache with mod_auth_openidc: for pages and applications that take REMOTE_USER. */
export const apache: Snippet = {
  id: "apache",
  product: "Apache",
  file: "auth_openidc.conf",
  callbackPath: "/oidc-callback",
  write: (facts) => `OIDCProviderMetadataURL ${facts.discoveryUrl}
OIDCClientID ${facts.clientId}
OIDCClientSecret ${SECRET_PLACE}
OIDCRedirectURI ${facts.redirectUrl}
# openssl rand -hex 32
OIDCCryptoPassphrase PASTE-64-RANDOM-LETTERS
OIDCScope "${facts.scopes.join(" ")}"
OIDCPKCEMethod S256
OIDCRemoteUserClaim preferred_username

<Location />
  AuthType openid-connect
${facts.scopes.includes("groups") ? "  # Require claim groups:operations\n" : ""}  Require valid-user
</Location>
`,
};
