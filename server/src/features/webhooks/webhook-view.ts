import { toReason } from "../../platform/http/index.ts";
import type { Delivery, Webhook, WebhookWithSecret } from "./ports.ts";

/** A webhook as the API shows it: without its secret. */
export function toWebhookView(webhook: Webhook) {
  const { id, name, url, events, enabled, disabledReason, failingSince } = webhook;
  return {
    ...{ id, name, url, enabled },
    events: [...events],
    disabled_reason: disabledReason && toReason(disabledReason),
    failing_since: failingSince,
    last_delivered_at: webhook.lastDeliveredAt,
    previous_secret_until: webhook.previousSecretUntil,
    deliveries: { waiting: webhook.waiting, failed: webhook.failed },
    created_at: webhook.createdAt,
    updated_at: webhook.updatedAt,
  };
}

/** The one answer that holds the secret. */
export function toViewWithSecret({ webhook, secret }: WebhookWithSecret) {
  return { webhook: toWebhookView(webhook), secret };
}

export function toDeliveryView(delivery: Delivery) {
  const { id, event, object, state, attempts } = delivery;
  return {
    ...{ id, event, object, state, attempts },
    occurred_at: delivery.occurredAt,
    next_attempt_at: delivery.nextAttemptAt,
    last_attempt_at: delivery.lastAttemptAt,
    last_status: delivery.lastStatus,
    last_response: delivery.lastResponse,
    last_failure: delivery.lastFailure && toReason(delivery.lastFailure),
    settled_at: delivery.settledAt,
  };
}
