import { z } from "zod";
import { jsonReply, notFound, type Reply } from "../../gateway/reply.ts";
import type { Call, Route } from "../../gateway/route.ts";
import { CLIENT_CODE_MS, PAGE_CODE_MS } from "../../sign-in/codes.ts";
import { giveCode } from "../../sign-in/give-code.ts";
import { readScopes } from "./authorize-request.ts";
import { H5_JS_SDK_SCRIPT } from "./h5-js-sdk-script.ts";
import { OAuthRefusal } from "./oauth-refusal.ts";

/** Sign-in inside the Feishu client (feishu-contract 6.5): the script, and the calls it makes in the client's stead. */
export const h5JsSdkRoutes: readonly Route[] = [
  { method: "GET", pattern: "/goofy/lark/op/:script", auth: "none", handle: serveScript },
  { method: "POST", pattern: "/h5-js-sdk/request-access", auth: "none", handle: requestAccess },
  { method: "POST", pattern: "/h5-js-sdk/request-auth-code", auth: "none", handle: requestAuthCode },
];

/** The script is loaded by, and called from, pages of other origins. */
const FOR_ANY_PAGE = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "cache-control": "no-store",
};

function serveScript(call: Call): Reply {
  if (!/^h5-js-sdk-1\.5\.\d+\.js$/.test(call.pathParams[0] ?? "")) return notFound();
  const contentType = "text/javascript; charset=utf-8";
  return { status: 200, contentType, headers: FOR_ANY_PAGE, body: H5_JS_SDK_SCRIPT };
}

/** The platform names 103 (not supported) and 10236 (page not listed); the other three are this emulator's choice. */
const FAILURES = {
  notSupported: [103, "feature is not supported by this client"],
  pageNotListed: [10236, "the page is not on the app's list of redirect URLs"],
  badRequest: [104, "the parameters are invalid"],
  appUnusable: [2_700_002, "the app or a scope cannot be used"],
  nobodyThere: [2_700_001, "nobody is signed in to this client"],
} as const;

const wish = z.object({
  app_id: z.string(),
  page_url: z.string(),
  scope_list: z.array(z.string()).default([]),
  state: z.string().optional(),
});

function requestAccess(call: Call): Reply {
  if (!call.platform.settings.requestAccess) return failing("requestAccess", "notSupported");
  return codeFor(call, "requestAccess", CLIENT_CODE_MS);
}

function requestAuthCode(call: Call): Reply {
  return codeFor(call, "requestAuthCode", PAGE_CODE_MS);
}

function codeFor(call: Call, api: string, lifetimeMs: number): Reply {
  const { platform } = call;
  const asked = readWish(call.rawBody);
  if (asked === undefined) return failing(api, "badRequest");
  const app = platform.apps.get(asked.app_id);
  if (app?.enabled !== true) return failing(api, "appUnusable");
  if (!app.redirects.allows(asked.page_url)) return failing(api, "pageNotListed");
  const user = platform.signIn.clientPerson;
  if (user === undefined) return failing(api, "nobodyThere");
  try {
    const scopes = readScopes(app, asked.scope_list.join(" "));
    const code = giveCode(platform, { app, user, scopes, lifetimeMs });
    const state = asked.state === undefined ? {} : { state: asked.state };
    return jsonReply(200, { result: { code, ...state, errMsg: `${api}:ok` } }, FOR_ANY_PAGE);
  } catch (error) {
    if (error instanceof OAuthRefusal) return failing(api, "appUnusable");
    throw error;
  }
}

/** What a page asks for, or undefined where it makes no sense. */
function readWish(rawBody: string): z.infer<typeof wish> | undefined {
  try {
    return wish.safeParse(JSON.parse(rawBody)).data;
  } catch {
    return undefined;
  }
}

/** Number and words under each of the names old and new clients use. */
function failing(api: string, failure: keyof typeof FAILURES): Reply {
  const [number, words] = FAILURES[failure];
  const told = { errno: number, errCode: number, errString: words, errMsg: `${api}:fail ${words}` };
  return jsonReply(200, { failure: told }, FOR_ANY_PAGE);
}
