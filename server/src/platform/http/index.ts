/** What features and the composition root use of the web server. */

export { mapRows, toPage, toPageQuery } from "./paging.ts";
export { actorOf, type Principal, type TokenFinder } from "./principal.ts";
export { toReason } from "./reason.ts";
export {
  type Call,
  type HttpScope,
  type Reply,
  registerFile,
  registerList,
  registerRoute,
  replyFound,
  replyWith,
  respond,
} from "./register-route.ts";
export { createHttpServer, type HttpOptions, type HttpServer } from "./server.ts";
export { type ReadinessCheck, registerServiceRoutes } from "./service-routes.ts";
