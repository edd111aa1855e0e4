import type { Actor } from "../../core/kernel/actor.ts";
import type { Detail, Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Result } from "../../core/kernel/result.ts";

/** Other systems that hear of changes: what the routes need. */

/** The event of a trial, which nobody asks for. */
export const TEST_EVENT = "webhook.test";

export interface StoredReason {
  readonly code: string;
  readonly detail: Detail;
}

export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
  /** Why it was switched off by itself. */
  readonly disabledReason: StoredReason | null;
  /** The first failure since something last arrived. */
  readonly failingSince: Instant | null;
  /** Until when the secret before signs as well. */
  readonly previousSecretUntil: Instant | null;
  /** When the newest event that arrived did so. */
  readonly lastDeliveredAt: Instant | null;
  /** Deliveries on their way, and those given up within the last thirty days. */
  readonly waiting: number;
  readonly failed: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface NewWebhook {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
}

/** What is undefined stays as it is. */
export type WebhookChanges = { readonly [Key in keyof NewWebhook]?: NewWebhook[Key] | undefined };

/** The secret is told this once. */
export interface WebhookWithSecret {
  readonly webhook: Webhook;
  readonly secret: string;
}

export type DeliveryState = "waiting" | "delivered" | "failed";

export interface Delivery {
  readonly id: string;
  readonly event: string;
  /** `user:<id>`; null where no order is kept. */
  readonly object: string | null;
  readonly occurredAt: Instant;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: Instant | null;
  readonly lastAttemptAt: Instant | null;
  readonly lastStatus: number | null;
  /** The beginning of the last answer. */
  readonly lastResponse: string | null;
  readonly lastFailure: StoredReason | null;
  readonly settledAt: Instant | null;
}

/** Which deliveries are sent again. */
export interface ReplayWish {
  readonly delivery?: string | undefined;
  /** Of events that happened since then. */
  readonly since?: Instant | undefined;
  /** Only those that were given up. */
  readonly failedOnly: boolean;
}

type NotFound = Failure<"webhook_not_found">;
type Refused = Failure<"webhook_url_refused">;

/** Use cases of operators. Every change is audited; secrets are never read back. */
export interface Webhooks {
  list(): Promise<readonly Webhook[]>;
  find(id: string): Promise<Webhook | undefined>;
  create(
    wanted: NewWebhook,
    actor: Actor,
  ): Promise<Result<WebhookWithSecret, Refused | Failure<"webhook_limit_reached">>>;
  update(id: string, changes: WebhookChanges, actor: Actor): Promise<Result<Webhook, NotFound | Refused>>;
  remove(id: string, actor: Actor): Promise<Result<Webhook, NotFound>>;
  /** What waits goes on when it is switched on again; what happened meanwhile is not told. */
  setEnabled(id: string, enabled: boolean, actor: Actor): Promise<Result<Webhook, NotFound>>;
  /** The secret before signs as well for so many hours. */
  rotateSecret(id: string, overlapHours: number, actor: Actor): Promise<Result<WebhookWithSecret, NotFound>>;
  /** Sends a trial now, once, also to one that is switched off. */
  test(id: string, actor: Actor): Promise<Result<Delivery, NotFound>>;
  /** Newest first. */
  listDeliveries(
    id: string,
    filter: { readonly state?: DeliveryState | undefined; readonly event?: string | undefined },
    page: PageQuery,
  ): Promise<Result<Page<Delivery>, NotFound | Failure<"cursor_invalid">>>;
  /** Returns how many are on their way again. */
  replay(
    id: string,
    wish: ReplayWish,
    actor: Actor,
  ): Promise<Result<number, NotFound | Failure<"webhook_disabled"> | Failure<"webhook_delivery_not_found">>>;
}
