import type { App } from "../../apps/app.ts";
import type { Platform } from "../../platform.ts";
import { IDENTITY_SCOPE } from "../../sign-in/authorization.ts";
import type { Challenge } from "../../sign-in/pkce.ts";
import { OAuthRefusal } from "./oauth-refusal.ts";

/** What an app asks of a person (feishu-contract 6.1), checked. */
export interface AuthorizationRequest {
  readonly app: App;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  readonly challenge: Challenge | undefined;
  /** `prompt=consent`: the page is shown even to whom it knows. */
  readonly asksAgain: boolean;
}

const MOST_SCOPES = 50;
/** What RFC 7636 lets a challenge be; one of S256 always has 43 characters. */
const CHALLENGE_SHAPE = { S256: /^[A-Za-z0-9\-_]{43}$/, plain: /^[A-Za-z0-9\-._~]{43,128}$/ } as const;

/**
 * Reads the parameters of an authorization.
 *
 * @throws OAuthRefusal for what the page shows instead of the question; nobody is sent anywhere then
 */
export function readAuthorizationRequest(platform: Platform, params: URLSearchParams): AuthorizationRequest {
  const app = platform.apps.get(required(params, "client_id"));
  if (app === undefined) throw new OAuthRefusal(20048);
  if (!app.enabled) throw new OAuthRefusal(20069);
  const redirectUri = required(params, "redirect_uri");
  if (!app.redirects.allows(redirectUri)) throw new OAuthRefusal(20029, redirectUri);
  if (required(params, "response_type") !== "code") throw new OAuthRefusal(20063, "response_type must be code");
  return {
    app,
    redirectUri,
    scopes: readScopes(app, params.get("scope") ?? ""),
    state: params.get("state") ?? undefined,
    challenge: readChallenge(params),
    asksAgain: params.get("prompt") === "consent",
  };
}

/**
 * @returns every scope once
 * @throws OAuthRefusal 20063 for more than fifty, 20027 for one the app does not hold
 */
export function readScopes(app: App, text: string): readonly string[] {
  const scopes = text.split(/\s+/).filter((scope) => scope !== "");
  if (scopes.length > MOST_SCOPES) throw new OAuthRefusal(20063, `more than ${MOST_SCOPES} scopes`);
  const missing = scopes.filter((scope) => scope !== IDENTITY_SCOPE && !app.granted.has(scope));
  if (missing.length > 0) throw new OAuthRefusal(20027, missing.join(" "));
  return [...new Set(scopes)];
}

function readChallenge(params: URLSearchParams): Challenge | undefined {
  const value = params.get("code_challenge") ?? "";
  const method = params.get("code_challenge_method") || "plain";
  if (method !== "S256" && method !== "plain") throw new OAuthRefusal(20063, "code_challenge_method");
  if (value === "") {
    if (params.has("code_challenge_method")) throw new OAuthRefusal(20063, "code_challenge_method without a challenge");
    return undefined;
  }
  if (!CHALLENGE_SHAPE[method].test(value)) throw new OAuthRefusal(20063, "code_challenge");
  return { value, method };
}

function required(params: URLSearchParams, name: string): string {
  const value = params.get(name) ?? "";
  if (value === "") throw new OAuthRefusal(20001, name);
  return value;
}
