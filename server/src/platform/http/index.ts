/** What features and the composition root use of the web server. */
export { serveConsole } from "./console-files.ts";
export { FEISHU_COOKIE, writeHostCookie } from "./host-cookie.ts";
export { mapRows, toPage, toPageQuery } from "./paging.ts";
export {
  actorOf,
  type Principal,
  provedUntil,
  type SessionFinder,
  type TokenPrincipal,
  type UserPrincipal,
} from "./principal.ts";
export { toReason } from "./reason.ts";
export {
  type Client,
  clientOf,
  type HttpScope,
  registerFile,
  registerList,
  registerRoute,
  replyFound,
  replyWith,
  respond,
} from "./register-route.ts";
export { isCrossSite } from "./same-origin.ts";
export { createHttpServer, type HttpServer } from "./server.ts";
export { registerServiceRoutes } from "./service-routes.ts";
export { sessionSecret, setSessionCookie } from "./session.ts";
