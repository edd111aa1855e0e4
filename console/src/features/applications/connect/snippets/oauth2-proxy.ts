import { SECRET_PLACE, type Snippet, type SnippetFacts } from "./facts.ts";

/** Variables for oauth2-proxy in front of what listens at `upstream`. */
export function proxyVariables(facts: SnippetFacts, upstream: string): string {
  return `OAUTH2_PROXY_PROVIDER=oidc
OAUTH2_PROXY_PROVIDER_DISPLAY_NAME=Larkbridge
OAUTH2_PROXY_OIDC_ISSUER_URL=${facts.issuer}
OAUTH2_PROXY_CLIENT_ID=${facts.clientId}
OAUTH2_PROXY_CLIENT_SECRET=${SECRET_PLACE}
OAUTH2_PROXY_REDIRECT_URL=${facts.redirectUrl}
OAUTH2_PROXY_SCOPE=${facts.scopes.join(" ")}
OAUTH2_PROXY_CODE_CHALLENGE_METHOD=S256
OAUTH2_PROXY_EMAIL_DOMAINS=*
${facts.scopes.includes("groups") ? "OAUTH2_PROXY_OIDC_GROUPS_CLAIM=groups\n" : ""}# openssl rand -base64 32 | tr -- '+/' '-_'
OAUTH2_PROXY_COOKIE_SECRET=PASTE-32-RANDOM-BYTES
OAUTH2_PROXY_HTTP_ADDRESS=0.0.0.0:4180
OAUTH2_PROXY_REVERSE_PROXY=true
OAUTH2_PROXY_SKIP_PROVIDER_BUTTON=true
OAUTH2_PROXY_UPSTREAMS=${upstream}
`;
}

/** Any web application without a sign-in of its own, behind oauth2-proxy. */
export const oauth2Proxy: Snippet = {
  id: "oauth2-proxy",
  product: "oauth2-proxy",
  file: "oauth2-proxy.env",
  callbackPath: "/oauth2/callback",
  write: (facts) => proxyVariables(facts, "http://127.0.0.1:8080/"),
};
