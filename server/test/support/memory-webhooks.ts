import { err, ok } from "../../src/core/kernel/result.ts";
import type { Delivery, Webhook, Webhooks } from "../../src/features/webhooks/ports.ts";
import { AT, userId } from "./api-samples.ts";
import { pageOf } from "./memory-pages.ts";

/** Webhooks that live in memory: one with one delivery, and it may be asked for everything. */

const WEBHOOK: Webhook = {
  id: userId(985),
  name: "Ticket system",
  url: "https://tickets.example.com/hook",
  events: ["user.disabled"],
  enabled: false,
  disabledReason: { code: "webhook_given_up", detail: { days: 3 } },
  failingSince: AT,
  lastDeliveredAt: null,
  previousSecretUntil: null,
  waiting: 1,
  failed: 0,
  createdAt: AT,
  updatedAt: AT,
};

const DELIVERY: Delivery = {
  id: userId(986),
  event: "user.disabled",
  object: `user:${userId(1)}`,
  occurredAt: AT,
  state: "waiting",
  attempts: 1,
  nextAttemptAt: AT,
  lastAttemptAt: AT,
  lastStatus: 500,
  lastResponse: "oops",
  lastFailure: { code: "webhook_answered", detail: { status: 500 } },
  settledAt: null,
};

const found = async <Value>(id: string, value: Value) =>
  id === WEBHOOK.id ? ok(value) : err({ code: "webhook_not_found" as const });
const withSecret = { webhook: WEBHOOK, secret: "whsec_c2VjcmV0" };

export const memoryWebhooks: Webhooks = {
  list: async () => [WEBHOOK],
  find: async (id) => (id === WEBHOOK.id ? WEBHOOK : undefined),
  create: async () => ok(withSecret),
  update: (id) => found(id, WEBHOOK),
  remove: (id) => found(id, WEBHOOK),
  setEnabled: (id) => found(id, WEBHOOK),
  rotateSecret: (id) => found(id, withSecret),
  test: (id) => found(id, DELIVERY),
  listDeliveries: async (id, _filter, page) =>
    id === WEBHOOK.id ? pageOf([DELIVERY], page) : err({ code: "webhook_not_found" }),
  replay: (id) => found(id, 1),
};
