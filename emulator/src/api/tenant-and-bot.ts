import { ApiFailure } from "../gateway/failure.ts";
import { TIER_4 } from "../gateway/rate-limit.ts";
import { jsonReply, type Reply, success } from "../gateway/reply.ts";
import type { AppCall, Route } from "../gateway/route.ts";

/** The company's name card and the app's bot (feishu-contract 5). */

export const tenantAndBotRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/open-apis/tenant/v2/tenant/query",
    auth: "tenant",
    tier: TIER_4,
    anyScope: ["tenant:tenant:readonly"],
    handle: getTenant,
  },
  {
    method: "GET",
    pattern: "/open-apis/bot/v3/info",
    auth: "tenant",
    tier: TIER_4,
    anyScope: [],
    old: true,
    handle: getBot,
  },
];

function getTenant(call: AppCall): Reply {
  const { tenant } = call.platform;
  const image = "https://img.example/tenant";
  return success({
    tenant: {
      name: tenant.departments[0]?.name,
      display_id: `F${Number.parseInt(tenant.key.slice(0, 8), 16)}`,
      tenant_tag: 0,
      tenant_key: tenant.key,
      avatar: {
        avatar_origin: `${image}/o.png`,
        avatar_72: `${image}/72.png`,
        avatar_240: `${image}/240.png`,
        avatar_640: `${image}/640.png`,
      },
      ...(call.app.granted.has("tenant:tenant.domain:read") ? { domain: "example.feishu.cn" } : {}),
    },
  });
}

/** Not wrapped in `data`; an app without the bot ability has nothing to tell. */
function getBot(call: AppCall): Reply {
  const { app } = call;
  if (!app.botEnabled) throw new ApiFailure(400, 11205, "app do not have bot");
  const bot = {
    activate_status: 2,
    app_name: app.name,
    avatar_url: "https://img.example/bot.png",
    ip_white_list: [],
    open_id: `ou_bot_${app.appId.slice(4)}`,
  };
  return jsonReply(200, { code: 0, msg: "ok", bot });
}
