import type { Failure } from "../../core/kernel/failure.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { plus } from "../../platform/clock/clock.ts";
import type { OutboxSubscriber } from "../../platform/outbox/relay.ts";
import { AddressRefused } from "./allowed-addresses.ts";
import { type DeliveryDeps, LEASE_MS, prepare } from "./deliver.ts";
import { findDelivery, readDeliveries } from "./delivery-reader.ts";
import { insertDeliveries, startTest } from "./delivery-store.ts";
import { noteTest } from "./outcome-store.ts";
import type { Webhooks } from "./ports.ts";
import { replayDeliveries } from "./replay-store.ts";
import { newWebhookSecret } from "./signature.ts";
import { findWebhook, readWantedEvents, readWebhooks } from "./webhook-reader.ts";
import { deleteWebhook, insertWebhook, replaceSecret, switchWebhook, updateWebhook } from "./webhook-store.ts";

const HOUR_MS = 3_600_000;

/** What webhooks want to hear of, and the deliveries they get for it. */
export const webhookSubscriber: OutboxSubscriber = { topics: readWantedEvents, take: insertDeliveries };

/** Makes the use cases about webhooks. */
export function makeWebhooks(deps: DeliveryDeps): Webhooks {
  const { clock, box } = deps;
  const db = deps.database.kysely;
  const { addresses } = deps.sending;
  return {
    list: () => readWebhooks(db),
    find: (id) => findWebhook(db, id),
    async create(wanted, actor) {
      const refused = await refuseUrl(wanted.url);
      if (!refused.ok) return refused;
      const secret = newWebhookSecret();
      const made = await insertWebhook(db, box, { ...wanted, events: unique(wanted.events) }, secret, by(actor));
      return made.ok ? ok({ webhook: made.value, secret }) : made;
    },
    async update(id, changes, actor) {
      if (changes.url !== undefined) {
        const refused = await refuseUrl(changes.url);
        if (!refused.ok) return refused;
      }
      const events = changes.events && unique(changes.events);
      return updateWebhook(db, id, { ...changes, events }, by(actor));
    },
    remove: (id, actor) => deleteWebhook(db, id, actor),
    setEnabled: (id, enabled, actor) => switchWebhook(db, id, enabled, by(actor)),
    async rotateSecret(id, overlapHours, actor) {
      const secret = newWebhookSecret();
      const change = by(actor);
      const until = overlapHours === 0 ? null : plus(change.now, overlapHours * HOUR_MS);
      const written = await replaceSecret(db, box, id, secret, until, change);
      return written.ok ? ok({ webhook: written.value, secret }) : written;
    },
    async test(id, actor) {
      const found = await findWebhook(db, id);
      if (found === undefined) return err({ code: "webhook_not_found" });
      const { now } = by(actor);
      const delivery = await startTest(db, id, actor, now, plus(now, LEASE_MS));
      for (const { sending } of await prepare(deps, found.url, [delivery]))
        await noteTest(db, delivery, await sending(), clock.now());
      const tested = await findDelivery(db, id, delivery.id);
      return tested === undefined ? err({ code: "webhook_not_found" }) : ok(tested);
    },
    async listDeliveries(id, filter, page) {
      if ((await findWebhook(db, id)) === undefined) return err({ code: "webhook_not_found" });
      const found = await readDeliveries(db, id, filter, page);
      return found === undefined ? err({ code: "cursor_invalid" }) : ok(found);
    },
    replay: (id, wish, actor) => replayDeliveries(db, id, wish, { ...by(actor), leaseMs: LEASE_MS }),
  };

  function by(actor: Parameters<Webhooks["remove"]>[1]) {
    return { actor, now: clock.now() };
  }

  /** An address that may never be told anything is refused at once; one that does not resolve yet may be a receiver to come. */
  async function refuseUrl(text: string): Promise<Result<null, Failure<"webhook_url_refused">>> {
    const url = new URL(text);
    if (url.username !== "" || url.password !== "")
      return err({ code: "webhook_url_refused", detail: { url: url.host, reason: "credentials" } });
    try {
      await addresses.resolve(url);
      return ok(null);
    } catch (error) {
      if (!(error instanceof AddressRefused)) return ok(null);
      return err({
        code: "webhook_url_refused",
        detail: { url: url.host, address: error.address, reason: error.reason },
      });
    }
  }
}

function unique(events: readonly string[]): readonly string[] {
  return [...new Set(events)];
}
