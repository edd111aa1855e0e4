import { restAfter } from "../../core/notify/decide-delivery.ts";
import { plus } from "../../platform/clock/clock.ts";
import { claimCardUpdates, deferCardUpdate, finishCardUpdate } from "./card-update-store.ts";
import { gateOf } from "./gate.ts";
import type { DeliveryDeps } from "./ports.ts";
import { findStop } from "./stop-store.ts";

const CARDS = 10;
/** A card that could not be changed by then shows what it shows. */
const MOST_ATTEMPTS = 8;

/** Changes the sent cards whose change is due. */
export async function changeCards(
  { database, clock, box, channel, onError }: DeliveryDeps,
  signal: AbortSignal,
): Promise<void> {
  const db = database.kysely;
  const gate = gateOf(await channel.findConnection());
  if (!gate.open || (await findStop(db)) !== undefined) return;
  const due = await claimCardUpdates(db, { box, now: clock.now(), limit: CARDS });
  if (due.length === 0) return;
  const bot = await channel.openBot(gate.connectionId);
  for (const card of due) {
    const ended = await bot.updateCard(card.feishuMessageId, card.card, signal);
    const isOver = ended.kind === "sent" || ended.kind === "refused" || card.attempts >= MOST_ATTEMPTS;
    if (ended.kind !== "sent" && isOver)
      onError(`the card of message ${card.messageId} could not be changed`, ended.cause);
    if (isOver) await finishCardUpdate(db, card);
    else await deferCardUpdate(db, card, plus(clock.now(), restAfter(card.attempts)));
  }
}
