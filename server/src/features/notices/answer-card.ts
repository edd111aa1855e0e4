import { z } from "zod";
import type { Actor } from "../../core/kernel/actor.ts";
import type { RunId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { ApprovalState } from "../../core/notify/approval-card.ts";
import { decidePress, type PressFacts } from "../../core/notify/card-press.ts";
import { type PressOutcome, toastOf } from "../../core/notify/press-words.ts";
import { appendEvent } from "../../platform/outbox/outbox-store.ts";
import { appendAudit } from "../admin/index.ts";
import type { AnswerCardAction, CardAction } from "../events/index.ts";
import { type ApprovalCopy, type ApprovalRequest, findByNonce, findRequest, keepAnswer } from "./approval-store.ts";
import { makeRender } from "./ask-operators.ts";
import { stateOf } from "./card-copies.ts";
import { findCardOperator } from "./card-operator-reader.ts";
import type { CardParts } from "./ports.ts";
import { findRun, type RunInShort } from "./run-store.ts";
import { readTimeZone } from "./service-reader.ts";

/** Topic: an operator chose on a card to keep a run waiting; the payload is `requestId`. */
export const APPROVAL_HELD = "approval_request.held";

const buttonValue = z.strictObject({
  larkbridge: z.literal("approval"),
  action: z.enum(["approve", "hold"]),
  run: z.string(),
  changes_digest: z.string(),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

/** A press that a rule lets through, or that is at least somebody's who may see the card. */
interface Question {
  readonly request: ApprovalRequest;
  readonly copy: ApprovalCopy;
}

/** These come from people who may look at the card, so it shows them how things stand. */
const SHOWN: readonly PressOutcome[] = ["answered_already", "card_expired", "changes_replaced", "run_over"];
/** These are somebody who tries what is not theirs. */
const NOTED: readonly PressOutcome[] = [
  "card_unknown",
  "operator_not_linked",
  "card_of_another",
  "operator_inactive",
  "not_permitted",
];

/**
 * Answers the buttons of the card that asks operators about a held run. That the press comes from Feishu, for our app and
 * once, was looked at before. Whatever is refused is counted and changes nothing.
 */
export function makeAnswerCard(parts: CardParts): AnswerCardAction {
  const db = parts.database.kysely;

  async function answer(
    action: CardAction,
  ): Promise<{ readonly outcome: PressOutcome; readonly question?: Question | undefined }> {
    const value = buttonValue.safeParse(action.value);
    if (!value.success) return { outcome: "not_understood" };
    const { action: wanted, changes_digest: changesDigest, nonce } = value.data;
    const { connectionId, operatorOpenId, operatorUnionId } = action;
    const found = await findByNonce(db, nonce);
    const question = found?.request.connectionId === connectionId ? found : undefined;
    const operator = await findCardOperator(db, connectionId, operatorOpenId, operatorUnionId);
    const decided = decidePress({
      now: parts.clock.now(),
      pressed: { action: wanted, changesDigest },
      card: question && {
        ownerId: question.copy.userId,
        changesDigest: question.request.changesDigest,
        expiresAt: question.request.expiresAt,
        answered: question.request.answer !== null,
      },
      operator,
      run: question ? standingOf(await findStanding(question.request)) : "over",
    });
    if (typeof decided === "object") {
      if (NOTED.includes(decided.refusal)) await noteRefusal(action, question, decided.refusal);
      return { outcome: decided.refusal, question };
    }
    if (!question || !operator) throw new Error("a press without card or operator was let through");
    const by: Actor = { kind: "operator", id: operator.id, name: operator.name };
    return { outcome: decided === "approve" ? await approve(question, by) : await hold(question, by), question };
  }

  /** The run a question is about now: the one with the same changes that took another's place, where one did. */
  async function findStanding({ runId, changesDigest }: ApprovalRequest): Promise<RunInShort> {
    const run = await findRun(db, runId);
    if (!run) throw new Error(`the run ${runId} of a question is gone`);
    const heir = run.replacedBy === null ? undefined : await findRun(db, run.replacedBy);
    return heir?.changesDigest === changesDigest ? heir : run;
  }

  /** The run itself lets one approval through; what is kept of the answer here is for the other copies. */
  async function approve({ request }: Question, by: Actor): Promise<PressOutcome> {
    const approved = await parts.runs.approve(request.runId as RunId, request.changesDigest, by, "card");
    if (approved.ok) {
      await keepAnswer(db, request.id, { kind: "approve", by, at: parts.clock.now() });
      return "approve";
    }
    switch (approved.error.code) {
      case "sync_already_running":
        return "sync_running";
      case "changes_digest_mismatch":
        return "changes_replaced";
      default:
        return "run_over";
    }
  }

  function hold({ request }: Question, by: Actor): Promise<PressOutcome> {
    return db.transaction().execute(async (tx) => {
      const at = parts.clock.now();
      if (!(await keepAnswer(tx, request.id, { kind: "hold", by, at }))) return "answered_already";
      const runId = request.runId as RunId;
      await appendAudit(tx, {
        actor: by,
        action: "sync_run.kept_waiting",
        objectKind: "sync_run",
        objectId: runId,
        after: { way: "card" },
        runId,
      });
      await appendEvent(tx, APPROVAL_HELD, { requestId: request.id });
      return "hold";
    });
  }

  async function noteRefusal(action: CardAction, question: Question | undefined, why: PressOutcome): Promise<void> {
    await appendAudit(db, {
      actor: { kind: "event", id: null, name: "Feishu" },
      action: "sync_run.card_refused",
      objectKind: "sync_run",
      objectId: question?.request.runId ?? null,
      after: { why, open_id: action.operatorOpenId },
    });
  }

  /** The card as it stands now, in the language of this copy. */
  async function show({ request: { id }, copy }: Question): Promise<Json> {
    const request = await findRequest(db, id);
    if (!request) throw new Error(`the question ${id} is gone`);
    const run = await findStanding(request);
    const render = await makeRender(db, parts, await readTimeZone(db, request.connectionId), request, run);
    return render(stateFor(request, run), copy.language);
  }

  return async (action) => {
    const { outcome, question } = await answer(action);
    parts.onPress(outcome);
    const { type, en, zh } = toastOf(outcome);
    const isShown = outcome === "approve" || outcome === "hold" || SHOWN.includes(outcome);
    return { toast: { type, en, zh }, card: question && isShown ? await show(question) : null };
  };
}

function standingOf({ status, replacedBy }: RunInShort): PressFacts["run"] {
  if (status === "waiting_for_approval") return "waiting";
  return replacedBy === null ? "over" : "replaced";
}

/** How a question stands that nobody can answer by this card any more. */
function stateFor({ answer }: ApprovalRequest, run: RunInShort): ApprovalState {
  if (run.status !== "waiting_for_approval") return stateOf(run);
  return answer?.kind === "hold" ? { kind: "held", by: answer.by.name, at: answer.at } : { kind: "expired" };
}
