import { routes } from "@larkbridge/contract";
import { actorOf, type HttpScope, registerRoute, replyWith, respond } from "../../platform/http/index.ts";
import type { ChangeIntegration } from "./change-integration.ts";
import { integrationView } from "./integration-view.ts";

/** Registers the routes that change and remove the Feishu integration. */
export function registerChangeRoutes(
  scope: HttpScope,
  { change, publicUrl }: { readonly change: ChangeIntegration; readonly publicUrl: () => Promise<string> },
): void {
  const view = () => integrationView(publicUrl);

  registerRoute(scope, routes.changeFeishuIntegration, async ({ body, principal }) => {
    const wanted = { supportBuiltInUsers: body.support_built_in_users };
    return replyWith(200, await change.change(wanted, actorOf(principal)), await view());
  });

  registerRoute(scope, routes.replaceFeishuSecret, async ({ body, principal, signal }) =>
    replyWith(200, await change.replaceSecret(body.app_secret, actorOf(principal), signal), await view()),
  );

  registerRoute(scope, routes.changeFeishuEvents, async ({ body, principal }) => {
    const { encrypt_key: encryptKey, verification_token: verificationToken } =
      body.mode === "webhook" ? body : { encrypt_key: undefined, verification_token: undefined };
    const keys = {
      ...(encryptKey === undefined ? {} : { encryptKey }),
      ...(verificationToken === undefined ? {} : { verificationToken }),
    };
    return replyWith(200, await change.changeEvents({ mode: body.mode, keys }, actorOf(principal)), await view());
  });

  registerRoute(scope, routes.changeUserSync, async ({ body, principal }) =>
    replyWith(200, await change.changeUserSync(body, actorOf(principal)), await view()),
  );

  registerRoute(scope, routes.previewSchedule, async ({ body }) => {
    const runs = change.previewSchedule({ schedule: body.schedule, timeZone: body.time_zone });
    return respond(200, { next_runs: [...runs] });
  });

  registerRoute(scope, routes.changeSingleSignOn, async ({ body, principal }) => {
    const spared = principal.kind === "user" ? principal.sessionId : null;
    return replyWith(200, await change.switchSingleSignOn(body.enabled, spared, actorOf(principal)), await view());
  });

  registerRoute(scope, routes.changeFeishuClientAccess, async ({ body, principal }) =>
    replyWith(200, await change.switchClientAccess(body.enabled, actorOf(principal)), await view()),
  );

  registerRoute(scope, routes.changeMessageNotifications, async ({ body, principal }) =>
    replyWith(200, await change.switchMessageNotifications(body, actorOf(principal)), await view()),
  );

  registerRoute(scope, routes.removeFeishuIntegration, async ({ query, principal }) =>
    replyWith(200, await change.remove(query.confirm, actorOf(principal)), (removed) => ({
      unlinked_users: removed.unlinkedUsers,
      unlinked_departments: removed.unlinkedDepartments,
    })),
  );
}
