import { routes } from "@larkbridge/contract";
import type { Instant } from "../../core/kernel/ids.ts";
import {
  actorOf,
  type HttpScope,
  registerRoute,
  replyFound,
  replyWith,
  respond,
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import type { Webhooks } from "./ports.ts";
import { toDeliveryView, toViewWithSecret, toWebhookView } from "./webhook-view.ts";

/** Registers the routes of webhooks. */
export function registerWebhookRoutes(scope: HttpScope, webhooks: Webhooks): void {
  registerRoute(scope, routes.listWebhooks, async () =>
    respond(200, { items: (await webhooks.list()).map(toWebhookView) }),
  );
  registerRoute(scope, routes.createWebhook, async ({ body, principal }) =>
    replyWith(201, await webhooks.create(body, actorOf(principal)), toViewWithSecret),
  );
  registerRoute(scope, routes.getWebhook, async ({ params }) =>
    replyFound(await webhooks.find(params.id), "webhook_not_found", toWebhookView),
  );
  registerRoute(scope, routes.updateWebhook, async ({ params, body, principal }) =>
    replyWith(200, await webhooks.update(params.id, body, actorOf(principal)), toWebhookView),
  );
  registerRoute(scope, routes.deleteWebhook, async ({ params, principal }) =>
    replyWith(200, await webhooks.remove(params.id, actorOf(principal)), toWebhookView),
  );
  registerRoute(scope, routes.enableWebhook, async ({ params, principal }) =>
    replyWith(200, await webhooks.setEnabled(params.id, true, actorOf(principal)), toWebhookView),
  );
  registerRoute(scope, routes.disableWebhook, async ({ params, principal }) =>
    replyWith(200, await webhooks.setEnabled(params.id, false, actorOf(principal)), toWebhookView),
  );
  registerRoute(scope, routes.rotateWebhookSecret, async ({ params, body, principal }) =>
    replyWith(200, await webhooks.rotateSecret(params.id, body.overlap_hours, actorOf(principal)), toViewWithSecret),
  );
  registerRoute(scope, routes.testWebhook, async ({ params, principal }) =>
    replyWith(200, await webhooks.test(params.id, actorOf(principal)), toDeliveryView),
  );
  registerRoute(scope, routes.listWebhookDeliveries, async ({ params, query }) =>
    replyWith(200, await webhooks.listDeliveries(params.id, query, toPageQuery(query)), (page) =>
      toPage(page, toDeliveryView),
    ),
  );
  registerRoute(scope, routes.replayWebhook, async ({ params, body, principal }) => {
    const { delivery, since, failed } = body;
    const wish = { delivery, since: since as Instant | undefined, failedOnly: failed === true };
    return replyWith(202, await webhooks.replay(params.id, wish, actorOf(principal)), (deliveries) => ({ deliveries }));
  });
}
