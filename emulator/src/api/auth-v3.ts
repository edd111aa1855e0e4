import { z } from "zod";
import { jsonReply, type Reply } from "../gateway/reply.ts";
import type { Call, Route } from "../gateway/route.ts";

/** Token endpoints of custom apps (feishu-contract 2.2): flat bodies, HTTP 200 even for refusals. */

export const authRoutes: readonly Route[] = [
  {
    method: "POST",
    pattern: "/open-apis/auth/v3/tenant_access_token/internal",
    auth: "none",
    handle: (call) => issue(call, (token) => ({ tenant_access_token: token })),
  },
  {
    method: "POST",
    pattern: "/open-apis/auth/v3/app_access_token/internal",
    auth: "none",
    handle: (call) => issue(call, (token) => ({ app_access_token: token, tenant_access_token: token })),
  },
];

const credentials = z.object({ app_id: z.string(), app_secret: z.string() });

function issue(call: Call, show: (token: string) => object): Reply {
  const parsed = credentials.safeParse(parseJson(call.rawBody));
  const app = parsed.success ? call.platform.apps.get(parsed.data.app_id) : undefined;
  if (!parsed.success || app === undefined) return jsonReply(200, { code: 10003, msg: "invalid param", data: {} });
  if (app.secret !== parsed.data.app_secret) return jsonReply(200, { code: 10014, msg: "app secret invalid" });
  const { token, expire } = call.platform.tokens.issue(app.appId, call.now);
  return jsonReply(200, { code: 0, msg: "ok", ...show(token), expire });
}

/** A body that is no JSON is one without credentials. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
