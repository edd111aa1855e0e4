import type { FastifyInstance, FastifyRequest } from "fastify";
import { Histogram, type Registry } from "prom-client";
import { sendRefusal } from "./errors.ts";
import { bearerToken } from "./principal.ts";
import type { HttpScope } from "./register-route.ts";

const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

/** Counts and times requests by method, route and status; ids in paths never become labels. */
export function measureRequests(app: FastifyInstance, registry: Registry): void {
  const duration = new Histogram({
    name: "larkbridge_http_request_duration_seconds",
    help: "Time to answer an HTTP request",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    duration.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
}

/** Registers `/metrics` in Prometheus's text format: for this machine itself, else with any valid token (product.md 5.16). */
export function registerMetrics(scope: HttpScope, registry: Registry): void {
  scope.app.get("/metrics", async (request, reply) => {
    const token = bearerToken(request.headers.authorization);
    const admitted = isLoopback(request) || (token !== null && (await scope.findToken(token)) !== undefined);
    if (!admitted) return sendRefusal({ code: "unauthenticated" }, request, reply);
    const text = await registry.metrics();
    return reply.type(registry.contentType).send(text);
  });
}

/** A proxy on this machine speaks for the whole world: what was forwarded is not loopback. */
function isLoopback(request: FastifyRequest): boolean {
  if (request.headers["x-forwarded-for"] !== undefined || request.headers.forwarded !== undefined) return false;
  const address = request.socket.remoteAddress ?? "";
  return address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");
}
