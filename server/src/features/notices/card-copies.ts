import type { ApprovalState } from "../../core/notify/approval-card.ts";
import {
  type ApprovalRequest,
  closeRequest,
  findOpenOfRun,
  findRequest,
  moveRequest,
  readCopies,
} from "./approval-store.ts";
import { makeRender } from "./ask-operators.ts";
import type { Db, NoticeParts } from "./ports.ts";
import { findRun, type RunInShort } from "./run-store.ts";
import { readTimeZone } from "./service-reader.ts";

/**
 * Closes the question about a run that waits no more, whoever decided and where: every copy says what came of it and loses its
 * buttons. Where a run with the very same changes took its place, the question goes on for that one.
 *
 * @returns whether a question was closed
 */
export async function closeDecided(tx: Db, parts: NoticeParts, runId: string): Promise<boolean> {
  const request = await findOpenOfRun(tx, runId);
  if (request === undefined) return false;
  const run = await findRun(tx, runId);
  if (run === undefined || run.status === "waiting_for_approval") return false;
  const now = parts.clock.now();
  if (run.replacedBy !== null && request.expiresAt > now) {
    const heir = await findRun(tx, run.replacedBy);
    if (heir?.changesDigest === request.changesDigest) {
      await moveRequest(tx, request.id, heir.id);
      return false;
    }
  }
  // It took another's place and is not done yet.
  if (run.status === "running" && run.decidedBy === null) return false;
  await closeRequest(tx, request.id, now);
  await updateCopies(tx, parts, request, run, stateOf(run));
  return true;
}

/** Every copy says that somebody chose to keep waiting. */
export async function showHeld(tx: Db, parts: NoticeParts, requestId: string): Promise<void> {
  const request = await findRequest(tx, requestId);
  const run = request && (await findRun(tx, request.runId));
  if (!request?.answer || run?.status !== "waiting_for_approval") return;
  const { by, at } = request.answer;
  await updateCopies(tx, parts, request, run, { kind: "held", by: by.name, at });
}

async function updateCopies(
  tx: Db,
  parts: NoticeParts,
  request: ApprovalRequest,
  run: RunInShort,
  state: ApprovalState,
): Promise<void> {
  const render = await makeRender(tx, parts, await readTimeZone(tx, request.connectionId), request, run);
  const copies = await readCopies(tx, request.id);
  await parts.updateCards(
    tx,
    copies.map(({ messageId, language }) => ({ messageId, card: render(state, language) })),
  );
}

/** How the question about a run that does not wait any more ended. */
export function stateOf({ status, decidedBy, decidedAt, reasonCodes }: RunInShort): ApprovalState {
  if (decidedBy !== null && decidedAt !== null)
    return { kind: status === "rejected" ? "rejected" : "approved", by: decidedBy.name, at: decidedAt };
  if (reasonCodes.includes("plan_replaced")) return { kind: "replaced" };
  return { kind: reasonCodes.includes("approval_expired") ? "expired" : "over" };
}
