import { userOfReference } from "../../apps/user-reference.ts";
import { TIER_4 } from "../../gateway/rate-limit.ts";
import type { Reply } from "../../gateway/reply.ts";
import type { Call, Route } from "../../gateway/route.ts";
import { agreed, denied } from "./authorize-location.ts";
import { questionPage, refusalPage } from "./authorize-page.ts";
import { type AuthorizationRequest, readAuthorizationRequest } from "./authorize-request.ts";
import { textsFor } from "./authorize-texts.ts";
import { answering, OAuthRefusal } from "./oauth-refusal.ts";
import { candidateOf, findCandidates } from "./people-picker.ts";
import { FORGETTING_COOKIE, rememberedPerson, rememberingCookie } from "./person-cookie.ts";

/** The page on which a person lets an app sign them in (feishu-contract 6.1). */
const PATTERN = "/open-apis/authen/v1/authorize";

export const authorizeRoutes: readonly Route[] = [
  { method: "GET", pattern: PATTERN, auth: "none", handle: (call) => onPage(call, ask) },
  { method: "POST", pattern: PATTERN, auth: "none", handle: (call) => onPage(call, decide) },
];

/** Parameters of this emulator's page; the others are the platform's. */
const OWN_PARAMS = ["emulator_user", "emulator_forget", "search"];

type Step = (call: Call, request: AuthorizationRequest) => Reply;

function onPage(call: Call, step: Step): Reply {
  return answering(
    () => {
      const request = readAuthorizationRequest(call.platform, call.query);
      call.platform.limits.admit(`GET ${PATTERN}`, request.app.appId, TIER_4, false, call.now);
      return step(call, request);
    },
    (refusal) => refusalPage(textsFor(call.headers["accept-language"]), refusal),
  );
}

/** Sends whoever is known straight on, and asks everybody else. */
function ask(call: Call, request: AuthorizationRequest): Reply {
  const { platform, query, headers } = call;
  const picked = query.get("emulator_user");
  if (picked !== null) return redirect(agreed(platform, request, personOf(call, request, picked)).location);
  const forgets = query.has("emulator_forget");
  const remembered = forgets ? undefined : rememberedPerson(platform, headers.cookie);
  if (remembered !== undefined && !request.asksAgain && hasGranted(call, request, remembered)) {
    return redirect(agreed(platform, request, remembered).location);
  }
  return question(call, request, remembered, forgets);
}

function hasGranted({ platform }: Call, { app, scopes }: AuthorizationRequest, user: number): boolean {
  const granted = platform.signIn.grants.of(app.appId, user);
  return scopes.every((scope) => granted.has(scope));
}

function question(call: Call, request: AuthorizationRequest, remembered: number | undefined, forgets: boolean): Reply {
  const { platform, query, headers, path } = call;
  const { app } = request;
  const params = new URLSearchParams([...query].filter(([name]) => !OWN_PARAMS.includes(name)));
  const search = query.get("search") ?? "";
  const { shown, more } = findCandidates(platform, app, search);
  return questionPage(
    textsFor(headers["accept-language"]),
    {
      app: app.name,
      scopes: request.scopes,
      search,
      people: shown,
      more,
      remembered: remembered === undefined ? undefined : candidateOf(platform, app, remembered),
      params,
      forget: `${path}?${params}&emulator_forget=1`,
    },
    forgets ? { "set-cookie": FORGETTING_COOKIE } : {},
  );
}

/** The page's form: somebody was chosen, or nobody will be. */
function decide(call: Call, request: AuthorizationRequest): Reply {
  const form = new URLSearchParams(call.rawBody);
  if (form.has("deny")) return redirect(denied(request));
  const user = personOf(call, request, form.get("user") ?? "");
  const { location } = agreed(call.platform, request, user);
  return redirect(location, { "set-cookie": rememberingCookie(call.platform, user) });
}

function personOf({ platform }: Call, { app }: AuthorizationRequest, reference: string): number {
  const user = userOfReference(platform, app, reference);
  if (user === undefined) throw new OAuthRefusal(20008, reference);
  return user;
}

function redirect(location: string, headers: Reply["headers"] = {}): Reply {
  return {
    status: 302,
    contentType: "text/plain; charset=utf-8",
    headers: { location, "cache-control": "no-store", ...headers },
    body: "",
  };
}
