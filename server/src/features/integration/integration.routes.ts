import { routes } from "@larkbridge/contract";
import { type HttpScope, registerRoute, replyFound, replyWith, respond } from "../../platform/http/index.ts";
import { integrationView, toAccessReport, toConsequences, toDiagnosis, toMappingReport } from "./integration-view.ts";
import type { Integrations } from "./ports.ts";

/** Registers the routes of the Feishu integration. */
export function registerIntegrationRoutes(
  scope: HttpScope,
  { integrations, publicUrl }: { readonly integrations: Integrations; readonly publicUrl: () => Promise<string> },
): void {
  registerRoute(scope, routes.listIntegrations, async () => {
    const feishu = await integrations.findFeishu();
    const summary = {
      kind: "feishu" as const,
      configured: feishu !== undefined,
      owns_user_sync: feishu?.ownsSync ?? false,
      app_id: feishu?.appId ?? null,
      has_draft: await integrations.hasDraft(),
    };
    return respond(200, { items: [summary] });
  });

  registerRoute(scope, routes.getFeishuIntegration, async () =>
    replyFound(await integrations.findFeishu(), "integration_not_configured", await integrationView(publicUrl)),
  );

  registerRoute(scope, routes.checkFeishuIntegration, async ({ signal }) =>
    replyWith(200, await integrations.diagnoseFeishu(signal), toDiagnosis),
  );

  registerRoute(scope, routes.getFeishuPermissions, async ({ query, signal }) =>
    replyWith(200, await integrations.readAccess(query.of, signal), toAccessReport),
  );

  registerRoute(scope, routes.getFeishuMapping, async ({ query, signal }) =>
    replyWith(200, await integrations.readMapping(query.of, signal), toMappingReport),
  );

  registerRoute(scope, routes.getFeishuConsequences, async () =>
    replyWith(200, await integrations.readConsequences(), toConsequences),
  );
}
