import type { Application, ApplicationAccess } from "./ports.ts";

/** What an operator sets of an application, in the words of the API; audit records tell it in the same. */
export function toSettings(application: Application) {
  return {
    client_id: application.clientId,
    name: application.name,
    description: application.description,
    kind: application.kind,
    enabled: application.enabled,
    home_url: application.homeUrl,
    redirect_uris: [...application.redirectUris],
    post_logout_redirect_uris: [...application.postLogoutRedirectUris],
    backchannel_logout_uri: application.backchannelLogoutUri,
    claims: [...application.claims],
    pkce_required: application.pkceRequired,
    refresh_tokens: application.refreshTokens,
    everyone: application.everyone,
  };
}

/** An application as the API shows it: without its secret, and without the secret's hash. */
export function toView(application: Application) {
  return {
    id: application.id,
    ...toSettings(application),
    secret_changed_at: application.secretChangedAt,
    last_used_at: application.lastUsedAt,
    created_at: application.createdAt,
    updated_at: application.updatedAt,
  };
}

/** Who may use an application as the API and audit records show it. */
export function toAccessView({ everyone, users, groups, departments }: ApplicationAccess) {
  return {
    everyone,
    users: users.map(({ id, name, username }) => ({ id, name, username })),
    groups: groups.map(({ id, name }) => ({ id, name })),
    departments: departments.map(({ id, name, subtree }) => ({ id, name, subtree })),
  };
}
