import { SECRET_PLACE, type Snippet } from "./facts.ts";

/** Grafana: generic OAuth. */
export const grafana: Snippet = {
  id: "grafana",
  product: "Grafana",
  file: "grafana.ini",
  callbackPath: "/login/generic_oauth",
  write: (facts) => `[server]
root_url = ${facts.appUrl}/

[auth.generic_oauth]
enabled = true
name = Larkbridge
allow_sign_up = true
client_id = ${facts.clientId}
client_secret = ${SECRET_PLACE}
scopes = ${facts.scopes.join(" ")}
auth_url = ${facts.authorizationEndpoint}
token_url = ${facts.tokenEndpoint}
api_url = ${facts.userinfoEndpoint}
use_pkce = true
use_refresh_token = ${facts.scopes.includes("offline_access")}
login_attribute_path = preferred_username
name_attribute_path = name
email_attribute_path = email
${
  facts.scopes.includes("groups")
    ? `groups_attribute_path = groups
# Members of the group grafana-admins administer, everybody else looks.
role_attribute_path = contains(groups[*], 'grafana-admins') && 'Admin' || 'Viewer'
`
    : ""
}signout_redirect_url = ${facts.endSessionEndpoint}
`,
};
