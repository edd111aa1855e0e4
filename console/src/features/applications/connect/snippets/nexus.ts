import type { Snippet } from "./facts.ts";
import { proxyVariables } from "./oauth2-proxy.ts";

/** Sonatype Nexus without OpenID of its own: oauth2-proxy in front, and its capability Rut Auth. */
export const nexus: Snippet = {
  id: "nexus",
  product: "Nexus Repository",
  file: "oauth2-proxy.env + Nexus",
  callbackPath: "/oauth2/callback",
  write: (facts) => `# 1. oauth2-proxy, the only way to Nexus: whoever reaches Nexus past it can claim to be anybody.
${proxyVariables(facts, "http://127.0.0.1:8081/")}OAUTH2_PROXY_PASS_USER_HEADERS=true

# 2. Nexus > System > Capabilities > Create capability
#    Type: Rut Auth
#    HTTP Header name: X-Forwarded-Preferred-Username

# 3. Nexus > Security > Realms: make Rut Auth Realm active, or
curl -u admin -X PUT -H 'content-type: application/json' \\
  -d '["NexusAuthenticatingRealm", "rutauth-realm"]' \\
  http://127.0.0.1:8081/service/rest/v1/security/realms/active

# 4. Nexus > Security > Users: one user of the same name each, with its roles; or LDAP for both.
`,
};
