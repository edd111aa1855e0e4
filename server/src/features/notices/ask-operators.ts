import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import { type ApprovalState, renderApprovalCard } from "../../core/notify/approval-card.ts";
import type { Language } from "../../core/notify/message.ts";
import { plus } from "../../platform/clock/clock.ts";
import { localTime } from "../../platform/clock/local-time.ts";
import { newSecret } from "../../platform/crypto/token.ts";
import {
  type ApprovalRequest,
  closeRequest,
  findOpenOfRun,
  hasRecentNarrow,
  keepCopy,
  openRequest,
} from "./approval-store.ts";
import { readOperators } from "./listener-reader.ts";
import type { Db, NoticeParts } from "./ports.ts";
import { findUnasked, type RunInShort, readHeld } from "./run-store.ts";
import type { NoticeService } from "./service-reader.ts";

/** As long as a held run waits (product.md 5.4). */
const OPEN_MS = 24 * 60 * 60_000;
/** Runs about single people come in bursts: the next is asked about once one is decided, or after an hour. */
const BURST_MS = 60 * 60_000;

/**
 * Sends every operator a card that asks whether what a run holds may be applied. A run with the same changes that took another's
 * place asks nobody anew: the cards that are out count for it.
 */
export async function askOperators(tx: Db, parts: NoticeParts, service: NoticeService, run: RunInShort): Promise<void> {
  const now = parts.clock.now();
  if (run.changesDigest === null || run.finishedAt === null) return;
  const open = await findOpenOfRun(tx, run.id);
  if (open !== undefined && open.expiresAt > now) return;
  if (open !== undefined) await closeRequest(tx, open.id, now);
  if (!run.full && (await hasRecentNarrow(tx, run.connectionId, plus(now, -BURST_MS)))) return;
  const operators = await readOperators(tx, service.connectionId);
  if (operators.length === 0) return;
  const request = await openRequest(tx, {
    runId: run.id,
    connectionId: run.connectionId,
    changesDigest: run.changesDigest,
    fullRun: run.full,
    createdAt: now,
    expiresAt: plus(run.finishedAt, OPEN_MS),
  });
  const render = await makeRender(tx, parts, service.timeZone, request, run);
  const copies = operators.map(({ id, language }) => ({ id, language, nonce: newSecret() }));
  const queued = await parts.queueMessages(
    tx,
    copies.map(({ id, language, nonce }) => ({
      key: `notice/sync_waiting/${request.id}/${id}`,
      sender: { kind: "notice", notice: "sync_waiting" },
      recipient: id,
      content: { kind: "card", card: render({ kind: "open", buttons: buttonsOf(request, nonce) }, language) },
      notificationId: null,
      expiresAt: request.expiresAt,
    })),
  );
  for (const [at, { id, language, nonce }] of copies.entries()) {
    const message = queued[at];
    if (!message) throw new Error("a message was not queued");
    await keepCopy(tx, request.id, { userId: id, language, messageId: message.id, nonce });
  }
}

/** Asks about a run that had to wait for its turn because another of its burst was being asked about. */
export async function askNext(tx: Db, parts: NoticeParts, service: NoticeService): Promise<void> {
  const run = await findUnasked(tx, service.connectionId);
  if (run !== undefined) await askOperators(tx, parts, service, run);
}

/** What the buttons of a copy say when they are pressed. */
function buttonsOf({ runId, changesDigest }: ApprovalRequest, nonce: string) {
  const value = (action: string): Json => ({
    larkbridge: "approval",
    action,
    run: runId,
    changes_digest: changesDigest,
    nonce,
  });
  return { approve: value("approve"), hold: value("hold") };
}

/** Renders a question's card in any state and language; reads once what all of them show. */
export async function makeRender(
  db: Db,
  parts: Pick<NoticeParts, "publicUrl">,
  timeZone: string,
  request: ApprovalRequest,
  run: RunInShort,
): Promise<(state: ApprovalState, language: Language) => Json> {
  if (run.planId === null) throw new Error(`the held run ${run.id} has no plan`);
  const card = {
    runId: run.id,
    reasonCodes: run.reasonCodes.filter((code) => !ENDINGS.includes(code)),
    held: await readHeld(db, run.planId),
    expiresAt: request.expiresAt,
    url: `${await parts.publicUrl()}/sync-runs/${run.id}`,
    time: (at: Instant) => localTime(at, timeZone),
  };
  return (state, language) => renderApprovalCard({ ...card, state }, language);
}

/** Say how a question ended, which the card tells in words of its own; not why it was asked. */
const ENDINGS: readonly string[] = ["plan_replaced", "approval_expired", "rejected_by_operator"];
