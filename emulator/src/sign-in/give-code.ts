import type { App } from "../apps/app.ts";
import type { Platform } from "../platform.ts";
import { IDENTITY_SCOPE, OFFLINE_SCOPE } from "./authorization.ts";
import type { Challenge } from "./pkce.ts";

/** What somebody agrees to. */
export interface Consent {
  readonly app: App;
  readonly user: number;
  /** Scopes asked for this time. */
  readonly scopes: readonly string[];
  readonly lifetimeMs: number;
  readonly redirectUri?: string | undefined;
  readonly challenge?: Challenge | undefined;
  /** A stranger's company, for tests; the setting or the tenant's own otherwise. */
  readonly tenantKey?: string | undefined;
}

/**
 * Hands out a code. Tokens of it carry all the person ever granted and the app still holds; the right to refresh counts
 * only where it was asked for this time.
 */
export function giveCode(platform: Platform, consent: Consent): string {
  const { app, user, scopes } = consent;
  const { signIn, settings, tenant } = platform;
  const now = platform.clock.now();
  const granted = [...signIn.grants.add(app.appId, user, scopes)].filter(
    (scope) => app.granted.has(scope) && (scope !== OFFLINE_SCOPE || scopes.includes(scope)),
  );
  const tenantKey = consent.tenantKey ?? settings.signInTenantKey ?? tenant.key;
  return signIn.codes.issue({
    authorization: { appId: app.appId, user, tenantKey, scopes: [...new Set([IDENTITY_SCOPE, ...granted])], at: now },
    redirectUri: consent.redirectUri,
    challenge: consent.challenge,
    expiresAt: now + consent.lifetimeMs,
  });
}
