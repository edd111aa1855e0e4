import type { App } from "../../apps/app.ts";
import { mayUse } from "../../apps/availability.ts";
import type { Platform } from "../../platform.ts";
import { OFFLINE_SCOPE } from "../../sign-in/authorization.ts";
import { verifierFits } from "../../sign-in/pkce.ts";
import type { FreshTokens, TokenFamily } from "../../sign-in/user-tokens.ts";
import { OAuthRefusal } from "./oauth-refusal.ts";
import { requiredField, type TokenFields } from "./token-fields.ts";

/** From a code or a refresh token to tokens, for an app that has proved who it is. Only success uses either of them up. */

/** @throws OAuthRefusal naming the first thing that does not fit */
export function exchangeCode(platform: Platform, app: App, fields: TokenFields, family: TokenFamily): FreshTokens {
  const now = platform.clock.now();
  const issued = platform.signIn.codes.find(requiredField(fields, "code"));
  if (issued === undefined) throw new OAuthRefusal(20003);
  const { authorization } = issued;
  if (authorization.appId !== app.appId) throw new OAuthRefusal(20024);
  if (issued.used) throw new OAuthRefusal(20065);
  if (issued.expiresAt <= now) throw new OAuthRefusal(20004);
  const redirectUri = fields.get("redirect_uri");
  if (redirectUri !== undefined && redirectUri !== issued.redirectUri) throw new OAuthRefusal(20071);
  if (!verifierFits(issued.challenge, fields.get("code_verifier"))) throw new OAuthRefusal(20049);
  refuseUnfitPerson(platform, app, authorization.user);
  const scopes = narrowed(authorization.scopes, fields.get("scope"));
  issued.used = true;
  const withRefresh = family === "v1" || (app.refreshEnabled && scopes.includes(OFFLINE_SCOPE));
  return platform.signIn.tokens.issue(authorization, scopes, family, withRefresh, now);
}

/** @throws OAuthRefusal naming the first thing that does not fit */
export function exchangeRefresh(platform: Platform, app: App, fields: TokenFields, family: TokenFamily): FreshTokens {
  const now = platform.clock.now();
  const text = requiredField(fields, "refresh_token");
  if (!app.refreshEnabled) throw new OAuthRefusal(20074);
  const token = platform.signIn.tokens.findRefresh(text);
  if (token === undefined || token.family !== family) throw new OAuthRefusal(20026);
  const { authorization } = token;
  if (authorization.appId !== app.appId) throw new OAuthRefusal(20024);
  if (token.state === "revoked") throw new OAuthRefusal(20064);
  if (token.state === "used") throw new OAuthRefusal(20073);
  if (token.expiresAt <= now) throw new OAuthRefusal(20037);
  refuseUnfitPerson(platform, app, authorization.user);
  const scopes = narrowed(authorization.scopes, fields.get("scope"));
  token.state = "used";
  return platform.signIn.tokens.issue(authorization, scopes, family, true, now);
}

/** Who left the company on their own is no user of it any more; the others are, and may not sign in. */
function refuseUnfitPerson(platform: Platform, app: App, user: number): void {
  const { status } = platform.tenant.person(user);
  if (status.is_exited) throw new OAuthRefusal(20008);
  if (status.is_resigned || status.is_frozen || status.is_unjoin || !status.is_activated) throw new OAuthRefusal(20066);
  if (!mayUse(app.availability, user)) throw new OAuthRefusal(20010);
}

function narrowed(permitted: readonly string[], wanted: string | undefined): readonly string[] {
  const scopes = wanted?.split(" ").filter((scope) => scope !== "") ?? [];
  if (scopes.length === 0) return permitted;
  if (new Set(scopes).size < scopes.length) throw new OAuthRefusal(20067);
  const extra = scopes.find((scope) => !permitted.includes(scope));
  if (extra !== undefined) throw new OAuthRefusal(20068, extra);
  return scopes;
}
