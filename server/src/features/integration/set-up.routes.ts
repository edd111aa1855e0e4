import { routes } from "@larkbridge/contract";
import { actorOf, type HttpScope, registerRoute, replyFound, replyWith, respond } from "../../platform/http/index.ts";
import type { Draft } from "./draft-store.ts";
import { integrationView, toDiagnosis, toDraftView } from "./integration-view.ts";
import type { SetUp } from "./set-up.ts";

/** Registers the routes that set up the Feishu integration. */
export function registerSetUpRoutes(
  scope: HttpScope,
  { setUp, publicUrl }: { readonly setUp: SetUp; readonly publicUrl: () => Promise<string> },
): void {
  const draftView = async () => {
    const url = await publicUrl();
    return (draft: Draft) => toDraftView(draft, url);
  };

  registerRoute(scope, routes.getFeishuDraft, async () =>
    replyFound(await setUp.findDraft(), "integration_draft_not_found", await draftView()),
  );

  registerRoute(scope, routes.saveFeishuDraft, async ({ body, principal }) => {
    const change = {
      step: body.step,
      appId: body.app_id,
      appSecret: body.app_secret,
      openUrl: body.open_url,
      accountsUrl: body.accounts_url,
      supportBuiltInUsers: body.support_built_in_users,
      userSync: body.user_sync,
      singleSignOn: body.single_sign_on,
      feishuClientAccess: body.feishu_client_access,
    };
    return replyWith(200, await setUp.saveDraft(change, actorOf(principal)), await draftView());
  });

  registerRoute(scope, routes.discardFeishuDraft, async ({ principal }) =>
    respond(200, { discarded: await setUp.discardDraft(actorOf(principal)) }),
  );

  registerRoute(scope, routes.checkFeishuApp, async ({ body, signal }) => {
    const app = { appId: body.app_id, appSecret: body.app_secret, openUrl: body.open_url };
    return replyWith(200, await setUp.checkApp(app, signal), toDiagnosis);
  });

  registerRoute(scope, routes.createFeishuIntegration, async ({ principal, signal }) =>
    replyWith(201, await setUp.finish(actorOf(principal), signal), await integrationView(publicUrl)),
  );
}
