import type { IncomingHttpHeaders } from "node:http";
import { performance } from "node:perf_hooks";
import type { Delivery, Spoil } from "../faults/spoil.ts";
import { strikeBefore } from "../faults/strike.ts";
import type { Platform } from "../platform.ts";
import { ApiFailure, scopeMissing } from "./failure.ts";
import { failureReply, notFound, type Reply } from "./reply.ts";
import { type AppCall, apiName, type Call, type TenantRoute } from "./route.ts";
import type { Router } from "./router.ts";

/** A request as it came from the socket. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
}

const USER_ID_SCOPE = "contact:user.employee_id:readonly";

/**
 * Takes a request through the checks in the platform's order: token presence, token type and validity, state of the app,
 * rate limit, scope, then the route's own parameters and data range (feishu-contract 13).
 */
export function answer(platform: Platform, router: Router, request: Request, logId: string): Delivery {
  const path = request.path.length > 1 && request.path.endsWith("/") ? request.path.slice(0, -1) : request.path;
  const fault = platform.faults.strike(request.method, path, (request.query.get("page_token") ?? "") !== "");
  if (fault !== undefined) platform.statistics.faultsFired += 1;
  const { authorization } = request.headers;
  const match = router.find(request.method, path);
  const api = match === undefined ? "unknown" : apiName(match.route);
  if (fault?.kind === "timeout" || fault?.kind === "reset") {
    platform.statistics.count(api, false, true);
    return { kind: fault.kind === "timeout" ? "silence" : "reset" };
  }
  let reply: Reply;
  let failure: ApiFailure | undefined;
  try {
    const pageFault =
      fault === undefined ? undefined : strikeBefore(platform, fault, { ...request, path, authorization });
    const call: Call = {
      platform,
      path,
      pathParams: match?.params ?? [],
      query: request.query,
      headers: request.headers,
      rawBody: request.rawBody,
      now: platform.clock.now(),
      pageFault,
    };
    if (match === undefined) reply = notFound();
    else if (match.route.auth === "none") reply = match.route.handle(call);
    else reply = match.route.handle(admit(match.route, call, authorization));
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    failure = error;
    reply = failureReply(error, logId);
  }
  platform.statistics.count(api, failure?.code === 99991400, failure !== undefined || reply.status >= 400);
  if (reply.isPage === true) platform.statistics.countPage(performance.now());
  if (fault?.kind === "answer_lost") return { kind: "reset" };
  const spoil: Spoil =
    fault?.kind === "truncated" || fault?.kind === "cut_json" || fault?.kind === "not_utf8" ? fault.kind : "none";
  return { kind: "reply", reply, delayMs: fault?.kind === "slow" ? fault.delay_ms : 0, spoil };
}

/** Lets a call with a token through to its route, or throws the refusal. */
function admit(route: TenantRoute, call: Call, authorization: string | undefined): AppCall {
  const { platform, now } = call;
  const app = platform.apps.get(platform.tokens.identify(authorization, now));
  if (app === undefined) throw new ApiFailure(400, 99991663, "Invalid access token for authorization.");
  if (!app.ipAllowed) throw new ApiFailure(400, 99991401, "ip is denied by app setting");
  if (!app.enabled) throw new ApiFailure(400, 99991662, "app not in use");
  if (app.quotaLeft !== null) {
    if (app.quotaLeft <= 0) throw new ApiFailure(400, 99991403, "monthly call quota of the tenant exhausted");
    app.quotaLeft -= 1;
  }
  platform.limits.admit(apiName(route), app.appId, route.tier, route.old === true, now);
  if (route.anyScope.length > 0 && !route.anyScope.some((scope) => app.granted.has(scope))) {
    throw scopeMissing(app.appId, route.anyScope);
  }
  if (route.guardsUserIds === true && call.query.get("user_id_type") === "user_id" && !app.granted.has(USER_ID_SCOPE)) {
    throw scopeMissing(app.appId, [USER_ID_SCOPE]);
  }
  return { ...call, app };
}
