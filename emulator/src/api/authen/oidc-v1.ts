import type { App } from "../../apps/app.ts";
import { ApiFailure } from "../../gateway/failure.ts";
import { TIER_4 } from "../../gateway/rate-limit.ts";
import { type Reply, success } from "../../gateway/reply.ts";
import type { Call, Route } from "../../gateway/route.ts";
import { exchangeCode, exchangeRefresh } from "./exchange.ts";
import { answering, OAuthRefusal } from "./oauth-refusal.ts";
import { readTokenFields, requiredField } from "./token-fields.ts";

/** The exchange older programs still use (feishu-contract 6.3): an app token instead of the secret, refusals with HTTP 200. */
export const oidcRoutes: readonly Route[] = [
  oidcRoute("/open-apis/authen/v1/oidc/access_token", "authorization_code"),
  oidcRoute("/open-apis/authen/v1/oidc/refresh_access_token", "refresh_token"),
];

function oidcRoute(pattern: string, grantType: "authorization_code" | "refresh_token"): Route {
  const handle = (call: Call) =>
    answering(
      () => issue(call, `POST ${pattern}`, grantType),
      ({ code, message }) => {
        throw new ApiFailure(200, code, message);
      },
    );
  return { method: "POST", pattern, auth: "none", old: true, handle };
}

function issue(call: Call, api: string, grantType: string): Reply {
  const { platform } = call;
  const app = appOfToken(call);
  platform.limits.admit(api, app.appId, TIER_4, true, call.now);
  const fields = readTokenFields(call, false);
  if (requiredField(fields, "grant_type") !== grantType) throw new OAuthRefusal(20036);
  const exchange = grantType === "authorization_code" ? exchangeCode : exchangeRefresh;
  const { access, expiresIn, scopes, refresh } = exchange(platform, app, fields, "v1");
  return success({
    access_token: access,
    token_type: "Bearer",
    expires_in: expiresIn,
    refresh_token: refresh?.token,
    refresh_expires_in: refresh?.expiresIn,
    scope: scopes.join(" "),
  });
}

function appOfToken({ platform, headers, now }: Call): App {
  const id = validAppId();
  const app = id === undefined ? undefined : platform.apps.get(id);
  if (app === undefined) throw new OAuthRefusal(20014);
  if (!app.enabled) throw new OAuthRefusal(20069);
  return app;

  function validAppId(): string | undefined {
    try {
      return platform.tokens.identify(headers.authorization, now);
    } catch (error) {
      if (error instanceof ApiFailure) return undefined;
      throw error;
    }
  }
}
