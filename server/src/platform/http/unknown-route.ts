import type { FastifyInstance } from "fastify";
import { pathOf, sendRefusal } from "./errors.ts";

/** Answers what no route matches: 405 with Allow where the path exists with other methods, else 404. */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const known: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook("onRoute", ({ url, method }) => {
    const pattern = new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+")}$`);
    known.push({ pattern, methods: Array.isArray(method) ? method : [method] });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const detail = { method: request.method, path };
    const allowed = [
      ...new Set(known.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
    ].sort();
    if (allowed.length === 0) return sendRefusal({ code: "route_unknown", detail }, request, reply);
    reply.header("allow", allowed.join(", "));
    return sendRefusal({ code: "method_not_allowed", detail: { ...detail, allowed } }, request, reply);
  });
}
