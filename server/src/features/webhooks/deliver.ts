import { isGivenUp, nextAttempt } from "../../core/webhooks/next-attempt.ts";
import { type Clock, millisecondsBetween, plus } from "../../platform/clock/clock.ts";
import { type KeptDoing, keepDoing } from "../../platform/clock/keep-doing.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { composeBodies, type ReadNotificationCounts } from "./compose-body.ts";
import {
  type ClaimedDelivery,
  claimDeliveries,
  type DueWebhook,
  findDueWebhooks,
  forgetDeliveries,
} from "./delivery-store.ts";
import { noteDelivered, noteFailed, switchOff } from "./outcome-store.ts";
import type { StoredReason } from "./ports.ts";
import { type Answer, type SendOptions, send } from "./send.ts";
import { signedHeaders } from "./signature.ts";
import { forgetOldSecrets, readSecrets } from "./webhook-store.ts";

/** What delivering needs. */
export interface DeliveryDeps {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly sending: SendOptions;
  readonly readNotificationCounts: ReadNotificationCounts;
  readonly version: string;
  /** Told that a receiver was switched off, and of failures that are ours. */
  readonly onError: (message: string, error: unknown) => void;
}

const EVERY_MS = 500;
/** A process that dies while it sends leaves the rest to another after so long. */
export const LEASE_MS = 60_000;
/** To one receiver, of one process. One that fails gets one at a time, until something arrives. */
const AT_ONCE = 8;
const HOUSE_EVERY_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const STAY_DAYS = 30;

/** Delivers what is due until it is stopped. Every process does; the database shares the work out. */
export function startDelivering(deps: DeliveryDeps): KeptDoing {
  const lanes = new Map<string, Promise<void>>();
  let houseKeptAt: number | undefined;
  let stopped = false;

  const look = async () => {
    const now = deps.clock.now();
    const { kysely } = deps.database;
    for (const webhook of await findDueWebhooks(kysely, now)) {
      if (stopped || lanes.has(webhook.id)) continue;
      // A receiver that is slow holds up nobody else.
      const lane = deliverTo(deps, webhook, () => stopped)
        .catch((error: unknown) => deps.onError("a webhook could not be served", error))
        .finally(() => lanes.delete(webhook.id));
      lanes.set(webhook.id, lane);
    }
    if (houseKeptAt !== undefined && Math.abs(Date.parse(now) - houseKeptAt) < HOUSE_EVERY_MS) return;
    await forgetOldSecrets(kysely, now);
    await forgetDeliveries(kysely, plus(now, -STAY_DAYS * DAY_MS));
    houseKeptAt = Date.parse(now);
  };
  const looking = keepDoing(
    look,
    () => EVERY_MS,
    (error) => deps.onError("webhooks could not be looked after", error),
  );
  return {
    wake: looking.wake,
    async stop() {
      stopped = true;
      await looking.stop();
      await Promise.all(lanes.values());
    },
  };
}

/** Delivers what is due for one webhook; to one that fails a single attempt. */
export async function deliverTo(deps: DeliveryDeps, webhook: DueWebhook, isStopped: () => boolean): Promise<void> {
  while (!isStopped()) {
    const sent = await deliverDue(deps, webhook, webhook.isFailing ? 1 : AT_ONCE);
    if (webhook.isFailing || sent.length < AT_ONCE || sent.some(({ failure }) => failure !== null)) return;
  }
}

/** Sends what is due for one webhook now, and notes what came of it. */
async function deliverDue(deps: DeliveryDeps, { id, url }: DueWebhook, most: number): Promise<readonly Answer[]> {
  const { database, clock } = deps;
  const now = clock.now();
  const claimed = await claimDeliveries(database.kysely, id, now, plus(now, LEASE_MS), most);
  if (claimed.length === 0) return [];
  return attempt(deps, url, claimed, async (delivery, answer) => {
    const at = clock.now();
    if (answer.failure === null) return noteDelivered(database.kysely, delivery, answer, at);
    const wait = nextAttempt(delivery.attempts, answer.retryAfterMs);
    const failingSince = await noteFailed(database.kysely, delivery, answer, wait === null ? null : plus(at, wait), at);
    const reason = offReason(answer, failingSince === null ? 0 : millisecondsBetween(failingSince, at));
    if (reason !== null && (await switchOff(database.kysely, id, reason, at)))
      deps.onError("a webhook was switched off", new Error(`${reason.code}: ${id}`));
  });
}

/** Why a webhook is switched off after a failure; null: it is not. 410 is how a receiver says that it wants no more (Standard Webhooks). */
function offReason({ status }: Answer, failingMs: number): StoredReason | null {
  if (status === 410) return { code: "webhook_gone", detail: {} };
  return isGivenUp(failingMs) ? { code: "webhook_given_up", detail: { days: Math.floor(failingMs / DAY_MS) } } : null;
}

/** Sends deliveries to one address, at once, and hands each answer on. */
export async function attempt(
  deps: DeliveryDeps,
  url: string,
  deliveries: readonly ClaimedDelivery[],
  note: (delivery: ClaimedDelivery, answer: Answer) => Promise<void>,
): Promise<readonly Answer[]> {
  const { database, clock, box } = deps;
  const [first] = deliveries;
  if (first === undefined) return [];
  const bodies = await composeBodies(database.kysely, deliveries, deps.readNotificationCounts);
  const secrets = await readSecrets(database.kysely, box, first.webhookId, clock.now());
  return Promise.all(
    deliveries.map(async (delivery, at) => {
      const body = bodies[at] ?? "";
      const timestamp = Math.floor(Date.parse(clock.now()) / 1000);
      const headers = {
        "content-type": "application/json",
        "user-agent": `Larkbridge/${deps.version}`,
        ...signedHeaders({ id: delivery.id, timestamp, body }, secrets),
      };
      const answer = await send(url, headers, body, deps.sending);
      await note(delivery, answer);
      return answer;
    }),
  );
}
