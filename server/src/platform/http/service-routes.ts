import { allRoutes, renderOpenApi, routes } from "@larkbridge/contract";
import type { Registry } from "prom-client";
import { registerMetrics } from "./metrics.ts";
import { type HttpScope, registerRoute, respond } from "./register-route.ts";

/** One thing the service needs to do its work. Must answer within a second or two; throwing means not ready. */
export interface ReadinessCheck {
  readonly name: string;
  readonly isReady: () => Promise<boolean>;
}

/** Registers health, readiness, metrics and the OpenAPI document. */
export function registerServiceRoutes(
  scope: HttpScope,
  service: { readonly version: string; readonly readiness: readonly ReadinessCheck[]; readonly metrics: Registry },
): void {
  let document: { openapi: string } | undefined;
  registerRoute(scope, routes.getOpenApi, async () => {
    // Made when it is first asked for: it takes some tenths of a second, which no start has to wait for.
    document ??= renderOpenApi(allRoutes, service.version) as { openapi: string };
    return respond(200, document);
  });
  registerRoute(scope, routes.getHealth, async () => respond(200, { status: "ok" as const }));
  registerRoute(scope, routes.getReadiness, async () => {
    const checks = await Promise.all(
      service.readiness.map(async ({ name, isReady }) => ({ name, ready: await isReady().catch(() => false) })),
    );
    if (scope.draining.aborted) checks.push({ name: "accepting_requests", ready: false });
    const ready = checks.every((check) => check.ready);
    return ready
      ? respond(200, { status: "ready" as const, checks })
      : respond(503, { status: "not_ready" as const, checks });
  });
  registerMetrics(scope, service.metrics);
}
