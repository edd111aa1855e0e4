import { SECRET_PLACE, type Snippet } from "./facts.ts";

/** GitLab, Linux package: OmniAuth with `openid_connect`. */
export const gitlab: Snippet = {
  id: "gitlab",
  product: "GitLab",
  file: "/etc/gitlab/gitlab.rb",
  callbackPath: "/users/auth/openid_connect/callback",
  write: (facts) => `gitlab_rails['omniauth_enabled'] = true
gitlab_rails['omniauth_allow_single_sign_on'] = ['openid_connect']
gitlab_rails['omniauth_auto_link_user'] = ['openid_connect']
gitlab_rails['omniauth_block_auto_created_users'] = false
gitlab_rails['omniauth_providers'] = [
  {
    name: 'openid_connect',
    label: 'Larkbridge',
    args: {
      name: 'openid_connect',
      issuer: '${facts.issuer}',
      discovery: true,
      response_type: 'code',
      scope: [${facts.scopes.map((scope) => `'${scope}'`).join(", ")}],
      uid_field: 'sub',
      client_auth_method: 'basic',
      pkce: true,
      client_options: {
        identifier: '${facts.clientId}',
        secret: '${SECRET_PLACE}',
        redirect_uri: '${facts.redirectUrl}'
      }
    }
  }
]
# gitlab-ctl reconfigure
`,
};
