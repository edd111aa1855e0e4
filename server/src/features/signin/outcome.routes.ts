import { routes } from "@larkbridge/contract";
import { type HttpScope, registerRoute, replyFound, respond } from "../../platform/http/index.ts";
import type { FeishuSignIn } from "./ports.ts";

/** Registers what pages ask around a sign-in with Feishu. */
export function registerOutcomeRoutes(
  scope: HttpScope,
  { feishuSignIn }: { readonly feishuSignIn: Pick<FeishuSignIn, "readMethods" | "findOutcome"> },
): void {
  registerRoute(scope, routes.getSignInMethods, async () => {
    const { feishu, feishuClient } = await feishuSignIn.readMethods();
    return respond(200, { feishu, feishu_client: feishuClient });
  });

  registerRoute(scope, routes.getFeishuOutcome, async ({ client }) =>
    replyFound(
      await feishuSignIn.findOutcome(client.feishuSecret),
      "feishu_outcome_not_found",
      ({ returnTo, ...outcome }) => ({ ...outcome, values: { ...outcome.values }, return_to: returnTo }),
    ),
  );
}
