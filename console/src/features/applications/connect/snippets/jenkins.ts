import { SECRET_PLACE, type Snippet } from "./facts.ts";

/** Jenkins with the plugin oic-auth, by Configuration as Code. */
export const jenkins: Snippet = {
  id: "jenkins",
  product: "Jenkins",
  file: "jenkins.yaml",
  callbackPath: "/securityRealm/finishLogin",
  write: (facts) => `jenkins:
  securityRealm:
    oic:
      clientId: "${facts.clientId}"
      clientSecret: "${SECRET_PLACE}"
      serverConfiguration:
        wellKnown:
          wellKnownOpenIDConfigurationUrl: "${facts.discoveryUrl}"
          scopesOverride: "${facts.scopes.join(" ")}"
      userNameField: "preferred_username"
      fullNameFieldName: "name"
      emailFieldName: "email"
${facts.scopes.includes("groups") ? '      groupsFieldName: "groups"\n' : ""}      logoutFromOpenidProvider: true
      postLogoutRedirectUrl: "${facts.appUrl}/OicLogout"
      properties:
        - "pkce"
unclassified:
  location:
    url: "${facts.appUrl}/"
`,
};
