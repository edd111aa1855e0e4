import type { Selectable } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Application as ApplicationRow } from "../../platform/db/schema.ts";
import type { Application, ApplicationClaim, ApplicationKind } from "./ports.ts";

/** A row of the table `application` → what the use cases pass on; the hash of the secret stays behind. */
export function toApplication(row: Selectable<ApplicationRow>): Application {
  return {
    id: row.id,
    clientId: row.client_id,
    name: row.name,
    description: row.description,
    kind: row.kind as ApplicationKind,
    enabled: row.enabled,
    homeUrl: row.home_url,
    redirectUris: row.redirect_uris,
    postLogoutRedirectUris: row.post_logout_redirect_uris,
    backchannelLogoutUri: row.backchannel_logout_uri,
    claims: row.claims as ApplicationClaim[],
    pkceRequired: row.pkce_required,
    refreshTokens: row.refresh_tokens,
    everyone: row.everyone,
    secretChangedAt: toInstant(row.secret_changed_at),
    lastUsedAt: toInstant(row.last_used_at),
    createdAt: row.created_at.toISOString() as Instant,
    updatedAt: row.updated_at.toISOString() as Instant,
  };
}

function toInstant(date: Date | null): Instant | null {
  return date === null ? null : (date.toISOString() as Instant);
}
