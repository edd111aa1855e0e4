import { randomUUID } from "node:crypto";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import type { Registry } from "prom-client";
import type { Instant } from "../../core/kernel/ids.ts";
import { handleErrors, pathOf, sendRefusal } from "./errors.ts";
import { measureRequests } from "./metrics.ts";
import type { SessionFinder, TokenFinder } from "./principal.ts";
import { RefusedRequest } from "./refusal.ts";
import type { HttpScope } from "./register-route.ts";
import { answerUnknownRoutes } from "./unknown-route.ts";

/** What the server is made of. */
export interface HttpOptions {
  readonly log: FastifyBaseLogger;
  readonly findToken: TokenFinder;
  readonly findSession: SessionFinder;
  readonly now: () => Instant;
  /** The address people reach the console under, where one is set. */
  readonly publicOrigin: () => Promise<string | null>;
  readonly metrics: Registry;
  /** Whether X-Forwarded-* headers are believed, and from whom (LARKBRIDGE_TRUST_PROXY); in Fastify's own terms. */
  readonly trustProxy: boolean | string;
  /** Requests a minute from one address. */
  readonly requestsAMinute: number;
}

/** A server without routes yet; `listen` when they are registered, `drain` to stop. */
export interface HttpServer extends HttpScope {
  /** Returns the port, which differs from the one asked for when that was 0. */
  listen(at: { readonly host: string; readonly port: number }): Promise<number>;
  /** Stops taking requests, lets those under way finish for so long, then cuts them off. */
  drain(graceMs: number): Promise<void>;
}

/** Requests of this API are small; the largest names 200 people. */
const BODY_LIMIT = 256 * 1024;
/**
 * Addresses that applications' own servers ask on behalf of everybody who uses them, Feishu's among them: one address stands
 * for a company. What they prove themselves with is too long to be guessed.
 */
const APPLICATION_SERVERS =
  /^\/(?:oidc\/(?:(?:token|userinfo|introspect|revoke|jwks)$|\.well-known\/)|events\/feishu$)/;
const APPLICATION_FACTOR = 20;
const isApplicationServer = (request: FastifyRequest) => APPLICATION_SERVERS.test(pathOf(request));
/** A client has this long to send its request. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Makes the web server with everything that holds for every route. */
export async function createHttpServer(options: HttpOptions): Promise<HttpServer> {
  const app = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 400 },
    forceCloseConnections: "idle",
    return503OnClosing: false,
    frameworkErrors: (_error, request, reply) => {
      const detail = { method: request.method, path: pathOf(request) };
      sendRefusal({ code: "route_unknown", detail }, request, reply);
    },
  });
  const drain = new AbortController();
  app.decorateRequest("principal", null);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  handleErrors(app);
  logRequests(app);
  measureRequests(app, options.metrics);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
    if (!drain.signal.aborted) return;
    reply.header("connection", "close");
    // The probe still tells in its own words that the service is on its way out.
    if (request.routeOptions.url !== "/readyz" && request.routeOptions.url !== "/healthz")
      throw new RefusedRequest({ code: "not_ready" });
  });
  app.addHook("onSend", async (_request, reply) => {
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
    },
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
  await app.register(rateLimit, {
    max: (request) => options.requestsAMinute * (isApplicationServer(request) ? APPLICATION_FACTOR : 1),
    keyGenerator: (request) => `${isApplicationServer(request) ? "application" : "browser"} ${request.ip}`,
    timeWindow: "1 minute",
    // A console that opens takes a dozen files at once, and an office may share one address.
    allowList: ({ routeOptions: { url = "" } }) =>
      ["/healthz", "/readyz", "/metrics"].includes(url) || url.startsWith("/assets/"),
    errorResponseBuilder: () => new RefusedRequest({ code: "rate_limited" }),
  });
  answerUnknownRoutes(app);

  return {
    app,
    findToken: options.findToken,
    findSession: options.findSession,
    now: options.now,
    publicOrigin: options.publicOrigin,
    draining: drain.signal,
    async listen(at) {
      await app.listen(at);
      const address = app.server.address();
      return typeof address === "object" && address !== null ? address.port : at.port;
    },
    async drain(graceMs) {
      drain.abort();
      const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
      await app.close();
      clearTimeout(cut);
    },
  };
}

/** One line a request: who, what, how it ended. Never the query, a body or a header. */
function logRequests(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    const url = request.routeOptions.url;
    if (url === "/healthz" || url === "/readyz" || url === "/metrics") return;
    const line = {
      method: request.method,
      route: url ?? pathOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      principal: request.principal ? `${request.principal.kind}:${request.principal.id}` : null,
    };
    request.log.info(line, "request");
  });
}
