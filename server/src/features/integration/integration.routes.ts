import { routes } from "@larkbridge/contract";
import { type HttpScope, registerRoute, replyFound, replyWith, respond } from "../../platform/http/index.ts";
import { toDiagnosis, toFeishuIntegration, toPermissionReport } from "./integration-view.ts";
import type { Integrations } from "./ports.ts";

/** Registers the routes of the Feishu integration. */
export function registerIntegrationRoutes(
  scope: HttpScope,
  { integrations }: { readonly integrations: Integrations },
): void {
  registerRoute(scope, routes.listIntegrations, async () => {
    const feishu = await integrations.findFeishu();
    const summary = {
      kind: "feishu" as const,
      configured: feishu !== undefined,
      owns_user_sync: feishu?.ownsSync ?? false,
      app_id: feishu?.appId ?? null,
    };
    return respond(200, { items: [summary] });
  });

  registerRoute(scope, routes.getFeishuIntegration, async () =>
    replyFound(await integrations.findFeishu(), "integration_not_configured", toFeishuIntegration),
  );

  registerRoute(scope, routes.checkFeishuIntegration, async ({ signal }) =>
    replyWith(200, await integrations.diagnoseFeishu(signal), toDiagnosis),
  );

  registerRoute(scope, routes.getFeishuPermissions, async ({ signal }) =>
    replyWith(200, await integrations.readFeishuPermissions(signal), toPermissionReport),
  );
}
