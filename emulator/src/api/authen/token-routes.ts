import { TIER_4 } from "../../gateway/rate-limit.ts";
import { jsonReply, type Reply } from "../../gateway/reply.ts";
import type { Call, Route } from "../../gateway/route.ts";
import type { FreshTokens } from "../../sign-in/user-tokens.ts";
import { authenticateClient } from "./client-authentication.ts";
import { exchangeCode, exchangeRefresh } from "./exchange.ts";
import { answering, OAuthRefusal, refusalReply } from "./oauth-refusal.ts";
import { readTokenFields, requiredField } from "./token-fields.ts";

/** The OAuth token endpoints (feishu-contract 6.2): v2 on the API host takes JSON, v3 on the accounts host forms as well. */
export const tokenRoutes: readonly Route[] = [
  tokenRoute("/open-apis/authen/v2/oauth/token", false),
  tokenRoute("/oauth/v3/token", true),
];

function tokenRoute(pattern: string, takesForm: boolean): Route {
  const handle = (call: Call) => answering(() => issue(call, `POST ${pattern}`, takesForm), refusalReply);
  return { method: "POST", pattern, auth: "none", handle };
}

function issue(call: Call, api: string, takesForm: boolean): Reply {
  const { platform } = call;
  const fields = readTokenFields(call, takesForm);
  const grantType = requiredField(fields, "grant_type");
  if (grantType !== "authorization_code" && grantType !== "refresh_token") throw new OAuthRefusal(20036);
  const app = authenticateClient(call, fields);
  platform.limits.admit(api, app.appId, TIER_4, false, call.now);
  const exchange = grantType === "authorization_code" ? exchangeCode : exchangeRefresh;
  return tokenReply(exchange(platform, app, fields, "v2"));
}

/** Flat; both members about refreshing are missing where there is nothing to refresh with. */
function tokenReply({ access, expiresIn, refresh, scopes }: FreshTokens): Reply {
  return jsonReply(
    200,
    {
      code: 0,
      access_token: access,
      expires_in: expiresIn,
      ...(refresh === undefined ? {} : { refresh_token: refresh.token, refresh_token_expires_in: refresh.expiresIn }),
      token_type: "Bearer",
      scope: scopes.join(" "),
    },
    { "cache-control": "no-store" },
  );
}
