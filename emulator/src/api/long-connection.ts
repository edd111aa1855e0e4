import { z } from "zod";
import { SPECIAL_TIER } from "../gateway/rate-limit.ts";
import { jsonReply, type Reply, success } from "../gateway/reply.ts";
import type { AppCall, Call, Route } from "../gateway/route.ts";
import { clientConfig } from "../long-connection/connection-settings.ts";

/** Where clients of the long connection ask for an address (feishu-contract 9.1), and how many there are (5). */

export const longConnectionRoutes: readonly Route[] = [
  { method: "POST", pattern: "/callback/ws/endpoint", auth: "none", handle: giveAddress },
  {
    method: "GET",
    pattern: "/open-apis/event/v1/connection",
    auth: "tenant",
    tier: SPECIAL_TIER,
    anyScope: [],
    handle: countConnections,
  },
];

const AUTH_FAILED = 514;
const NO_CREDENTIAL = 1000040344;
const APP_ID_INVALID = 1000040346;
const TOO_MANY = 1000040350;

const credentials = z.object({ AppID: z.string().min(1), AppSecret: z.string().min(1) });

function giveAddress(call: Call): Reply {
  const { hub, apps } = call.platform;
  const { settings } = hub;
  const parsed = credentials.safeParse(parseJson(call.rawBody));
  if (settings.endpointCode !== null) return refusal(settings.endpointCode, "refused");
  if (!parsed.success) return refusal(NO_CREDENTIAL, "no credential");
  const app = apps.get(parsed.data.AppID);
  if (app === undefined) return refusal(APP_ID_INVALID, "app_id is invalid");
  if (app.secret !== parsed.data.AppSecret || !app.enabled) return refusal(AUTH_FAILED, "auth failed");
  if (hub.connectionsOf(app.appId).length >= settings.mostConnections) {
    return refusal(TOO_MANY, "the number of connections exceeded the limit");
  }
  const URL = hub.addressFor(app.appId, call.headers.host ?? "");
  return jsonReply(200, { code: 0, msg: "", data: { URL, ClientConfig: clientConfig(settings) } });
}

/** `data` is there all the same: the official client reads into it before it looks at the code. */
function refusal(code: number, msg: string): Reply {
  return jsonReply(200, { code, msg, data: {} });
}

function countConnections(call: AppCall): Reply {
  return success({ online_instance_cnt: call.platform.hub.connectionsOf(call.app.appId).length });
}

/** A body that is no JSON is one without credentials. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
