import { isGivenUp, nextAttempt } from "../../core/webhooks/next-attempt.ts";
import { type Clock, millisecondsBetween, plus } from "../../platform/clock/clock.ts";
import { type KeptDoing, keepDoing } from "../../platform/clock/keep-doing.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { composeBodies, type ReadNotificationCounts } from "./compose-body.ts";
import {
  type Addressee,
  type ClaimedDelivery,
  claimDeliveries,
  findAddressee,
  findDueWebhooks,
  forgetDeliveries,
  postponeHeldBack,
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
  let nextLook = Promise.withResolvers<void>();
  let houseKeptAt: number | undefined;
  let stopped = false;

  const look = async () => {
    nextLook.resolve();
    nextLook = Promise.withResolvers<void>();
    const now = deps.clock.now();
    const { kysely } = deps.database;
    for (const id of await findDueWebhooks(kysely, now)) {
      if (stopped || lanes.has(id)) continue;
      // A receiver that is slow holds up nobody else.
      const lane = deliverTo(deps, id, { isStopped: () => stopped, nextLook: () => nextLook.promise })
        .catch((error: unknown) => deps.onError("a webhook could not be served", error))
        .finally(() => lanes.delete(id));
      lanes.set(id, lane);
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

/** How a lane goes on. */
export interface Lane {
  readonly isStopped: () => boolean;
  /** Settles when it is time to look whether something has become due. */
  readonly nextLook: () => Promise<void>;
}

/**
 * Delivers what is due for one webhook, as much of it at once as is allowed; to one that fails a single delivery. Ends when nothing is due and
 * nothing under way; after a failure it takes up nothing more.
 */
export async function deliverTo(deps: DeliveryDeps, id: string, lane: Lane): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const faults: unknown[] = [];
  let isOver = false;
  for (;;) {
    isOver ||= lane.isStopped();
    // Looked at each time: it may have been changed or switched off meanwhile.
    const addressee: Addressee | undefined = isOver ? undefined : await findAddressee(deps.database.kysely, id);
    const most = (addressee?.isFailing ? 1 : AT_ONCE) - underWay.size;
    const claimed: readonly ClaimedDelivery[] =
      addressee === undefined || most <= 0 ? [] : await claimDue(deps, id, most);
    isOver ||= addressee === undefined || (addressee.isFailing && claimed.length > 0);
    for (const { delivery, sending } of await prepare(deps, addressee?.url ?? "", claimed)) {
      const one = sending()
        .then(async (answer) => {
          isOver ||= answer.failure !== null;
          await settle(deps, delivery, answer);
        })
        .catch((error: unknown) => {
          isOver = true;
          faults.push(error);
        })
        .finally(() => underWay.delete(one));
      underWay.add(one);
    }
    if (underWay.size === 0) break;
    await Promise.race([...underWay, lane.nextLook()]);
  }
  if (faults.length > 0) throw faults[0];
}

async function claimDue(deps: DeliveryDeps, id: string, most: number): Promise<readonly ClaimedDelivery[]> {
  const db = deps.database.kysely;
  const now = deps.clock.now();
  const claimed = await claimDeliveries(db, id, now, plus(now, LEASE_MS), most);
  // The rest of what is due, if there is any, is held back.
  if (claimed.length < most) await postponeHeldBack(db, id, now);
  return claimed;
}

/** Notes what came of an attempt, and what follows from it for the webhook. */
async function settle(deps: DeliveryDeps, delivery: ClaimedDelivery, answer: Answer): Promise<void> {
  const db = deps.database.kysely;
  const at = deps.clock.now();
  if (answer.failure === null) return noteDelivered(db, delivery, answer, at);
  const wait = nextAttempt(delivery.attempts, answer.retryAfterMs);
  const failingSince = await noteFailed(db, delivery, answer, wait === null ? null : plus(at, wait), at);
  const reason = offReason(answer, failingSince === null ? 0 : millisecondsBetween(failingSince, at));
  if (reason !== null && (await switchOff(db, delivery.webhookId, reason, at)))
    deps.onError("a webhook was switched off", new Error(`${reason.code}: ${delivery.webhookId}`));
}

/** Why a webhook is switched off after a failure; null: it is not. 410 is how a receiver says that it wants no more (Standard Webhooks). */
function offReason({ status }: Answer, failingMs: number): StoredReason | null {
  if (status === 410) return { code: "webhook_gone", detail: {} };
  return isGivenUp(failingMs) ? { code: "webhook_given_up", detail: { days: Math.floor(failingMs / DAY_MS) } } : null;
}

/** What is ready to be sent. */
export interface PreparedDelivery {
  readonly delivery: ClaimedDelivery;
  readonly sending: () => Promise<Answer>;
}

/** Makes the bodies and signatures of deliveries of one webhook. */
export async function prepare(
  deps: DeliveryDeps,
  url: string,
  deliveries: readonly ClaimedDelivery[],
): Promise<readonly PreparedDelivery[]> {
  const { database, clock, box } = deps;
  const [first] = deliveries;
  if (first === undefined) return [];
  const bodies = await composeBodies(database.kysely, deliveries, deps.readNotificationCounts);
  const secrets = await readSecrets(database.kysely, box, first.webhookId, clock.now());
  return deliveries.map((delivery, at) => {
    const body = bodies[at] ?? "";
    const timestamp = Math.floor(Date.parse(clock.now()) / 1000);
    const headers = {
      "content-type": "application/json",
      "user-agent": `Larkbridge/${deps.version}`,
      ...signedHeaders({ id: delivery.id, timestamp, body }, secrets),
    };
    return { delivery, sending: () => send(url, headers, body, deps.sending) };
  });
}
