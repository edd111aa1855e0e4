import { randomUUID } from "node:crypto";
import { Webhook as ReferenceWebhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Actor } from "../../src/core/kernel/actor.ts";
import type { Json } from "../../src/core/kernel/json.ts";
import { makeAllowedAddresses } from "../../src/features/webhooks/allowed-addresses.ts";
import { type DeliveryDeps, deliverTo } from "../../src/features/webhooks/deliver.ts";
import { findDueWebhooks } from "../../src/features/webhooks/delivery-store.ts";
import { makeWebhooks, webhookSubscriber } from "../../src/features/webhooks/make-webhooks.ts";
import type { Delivery, Webhooks, WebhookWithSecret } from "../../src/features/webhooks/ports.ts";
import { type FixedClock, fixedClock } from "../../src/platform/clock/clock.ts";
import { newMasterKey, parseMasterKey } from "../../src/platform/crypto/master-key.ts";
import { makeSecretBox } from "../../src/platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../src/platform/db/open-database.ts";
import { appendEvent } from "../../src/platform/outbox/outbox-store.ts";
import { handOnEvents } from "../../src/platform/outbox/relay.ts";
import { openTestDatabase } from "./database.ts";
import { type ReceivedWebhook, startWebhookReceiver, type WebhookReceiver } from "./webhook-receiver.ts";

export const operator: Actor = { kind: "operator", id: "1", name: "Ada" };
const EVERY_EVENT = ["user.created", "user.updated", "user.disabled", "user.deleted", "department.updated"];

/** Webhooks on a real database, and a receiver that listens; fresh for each test. Time stands still until a test moves it. */
export class WebhookStage {
  database!: OpenDatabase;
  clock!: FixedClock;
  receiver!: WebhookReceiver;
  deps!: DeliveryDeps;
  webhooks!: Webhooks;
  /** What was told to whoever mends things; a test that expects something takes it out. */
  readonly errors: string[] = [];

  async reset(): Promise<void> {
    await this.database.pool.query("truncate webhook, outbox, audit_record cascade");
    this.clock = fixedClock(new Date().toISOString());
    this.receiver = await startWebhookReceiver();
    const key = parseMasterKey(newMasterKey());
    if (key === null) throw new Error("no key");
    this.deps = {
      database: this.database,
      clock: this.clock,
      box: makeSecretBox(key, "stored-secret"),
      sending: { addresses: makeAllowedAddresses(["127.0.0.0/8", "::1"]), timeoutMs: 2000 },
      readNotificationCounts: async () => ({ sent: 2, failed: 1 }),
      version: "1.2.3",
      onError: (message, error) => void this.errors.push(`${message}: ${String(error)}`),
    };
    this.webhooks = makeWebhooks(this.deps);
  }

  /** Adds a webhook that leads to the receiver. */
  async add(events: readonly string[] = EVERY_EVENT, url = this.receiver.url): Promise<WebhookWithSecret> {
    const made = await this.webhooks.create({ name: "工单系统", url, events }, operator);
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  }

  /** Something happens, and the relay hands it on. */
  async happen(...events: readonly (readonly [topic: string, payload: { readonly [key: string]: Json }])[]) {
    for (const [topic, payload] of events) await appendEvent(this.database.kysely, topic, payload);
    await handOnEvents(this.database.kysely, [webhookSubscriber]);
    // The events were written by the database's clock, which is a little ahead of the one that stands still.
    await this.database.pool.query("update webhook_delivery set next_attempt_at = $1 where attempts = 0", [
      this.clock.now(),
    ]);
  }

  /** Sends what is due now, as a process does each half a second. */
  async deliver(deps: DeliveryDeps = this.deps): Promise<void> {
    const lane = { isStopped: () => false, nextLook: () => new Promise<void>(() => undefined) };
    const due = await findDueWebhooks(deps.database.kysely, deps.clock.now());
    await Promise.all(due.map((id) => deliverTo(deps, id, lane)));
  }

  async deliveries(id: string): Promise<readonly Delivery[]> {
    const page = await this.webhooks.listDeliveries(id, {}, { limit: 200, cursor: null });
    if (!page.ok) throw new Error(page.error.code);
    return page.value.items.toReversed();
  }

  /** The one request that came. */
  only(): ReceivedWebhook {
    const [first, ...rest] = this.receiver.received;
    if (first === undefined || rest.length > 0) throw new Error(`${this.receiver.received.length} requests`);
    return first;
  }

  /** What came, as `type id`. */
  came(): string[] {
    return this.receiver.received.map(({ body }) => `${body.type} ${String(body.data["id"])}`);
  }
}

/** Registers the stage with the test file; nothing may go wrong unheard. */
export function setWebhookStage(): WebhookStage {
  const stage = new WebhookStage();
  beforeAll(async () => {
    stage.database = await openTestDatabase();
  });
  afterAll(() => stage.database.close());
  beforeEach(() => stage.reset());
  afterEach(async () => {
    await stage.receiver.close();
    expect(stage.errors.splice(0)).toEqual([]);
  });
  return stage;
}

/** An event of somebody who need not exist. */
export function userEvent(topic: string, userId: string, more: { readonly [key: string]: Json } = {}) {
  return [topic, { userId, changed: null, revision: 1, runId: null, ...more }] as const;
}

/** Whether the reference library believes a request under a secret. */
export function verifies(secret: string, { raw, headers }: ReceivedWebhook): boolean {
  try {
    new ReferenceWebhook(secret).verify(raw, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

/** The value of a result that has to be good. */
export function value<Value>(result: { ok: true; value: Value } | { ok: false; error: { code: string } }): Value {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

export const someone = () => randomUUID();
