import { anySignedIn, everybody } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { me } from "../schemas/access.ts";
import { feishuOutcome, signInMethods } from "../schemas/sign-in.ts";

/** What pages ask around a sign-in with Feishu; the way itself is /auth/feishu/start and /auth/feishu/callback. */
export const signInRoutes = {
  getSignInMethods: defineRoute({
    id: "getSignInMethods",
    method: "GET",
    path: "/api/v1/session/methods",
    tag: "Session",
    summary: "The ways to sign in that are on",
    permission: everybody,
    responses: { 200: signInMethods },
    errorCodes: [],
  }),
  getFeishuOutcome: defineRoute({
    id: "getFeishuOutcome",
    method: "GET",
    path: "/api/v1/session/feishu",
    tag: "Session",
    summary: "How the last Feishu sign-in of this browser ended",
    permission: everybody,
    responses: { 200: feishuOutcome },
    errorCodes: ["feishu_outcome_not_found"],
  }),
  unlinkOwnFeishu: defineRoute({
    id: "unlinkOwnFeishu",
    method: "DELETE",
    path: "/api/v1/me/feishu-link",
    tag: "Own account",
    summary: "Take the link to one's own Feishu account away",
    permission: anySignedIn,
    responses: { 200: me },
    errorCodes: ["own_link_not_found", "own_link_last_way_in"],
  }),
};
