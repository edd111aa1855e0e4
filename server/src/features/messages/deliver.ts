import { randomUUID } from "node:crypto";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Attempt } from "../../core/notify/attempt.ts";
import { type Verdict, verdictAfter } from "../../core/notify/decide-delivery.ts";
import { plus } from "../../platform/clock/clock.ts";
import { keepDoing } from "../../platform/clock/keep-doing.ts";
import { changeCards } from "./change-cards.ts";
import { type ClaimedMessage, claimMessages } from "./claim-store.ts";
import { type Gate, gateOf } from "./gate.ts";
import { makeLanes } from "./lanes.ts";
import { makeOutcomeBuffer } from "./outcome-buffer.ts";
import { expireOverdue } from "./outcome-store.ts";
import { makePersonStates } from "./person-states.ts";
import type { Bot, DeliveryDeps, OutgoingMessage } from "./ports.ts";
import { prepare } from "./prepare.ts";
import { noteAlive, noteGone, releaseAbandoned } from "./sender-store.ts";
import { endStop, findStop, noteStop, takeTry } from "./stop-store.ts";

/** The sending half of this process. */
export interface Delivery {
  /** Sends one queued message now, whatever waits before it. Undefined: another process had it already. */
  sendNow(messageId: string): Promise<Attempt | Verdict | undefined>;
  /** Lets what is under way end, and hands the rest back. */
  stop(): Promise<void>;
}

/** Looked for when nothing was due. */
const IDLE_MS = 500;
const ALIVE_MS = 2_500;
/** Claimed at once: a second's worth at the platform's pace. */
const CLAIM = 64;
/** In flight at once; the limiter of the app decides about the pace. */
const LANES = 24;
/** One attempt, waiting for its turn included; far below the hour in which Feishu knows a uuid. */
const ATTEMPT_MS = 5 * 60_000;
/** When the server stops, messages in flight get this long. */
const GRACE_MS = 5_000;
const TIDY_MS = 2_500;
/** Whether messages still go out is looked at so often; switching them off reaches what is claimed already. */
const GATE_MS = 1_000;

const NO_WORDS = { feishuCode: null, logId: null } as const;

/** Begins to send what is queued. */
export function startDelivery(deps: DeliveryDeps): Delivery {
  const { database, clock, box, channel, onError } = deps;
  const db = database.kysely;
  const process = randomUUID();
  const stopping = new AbortController();
  const lanes = makeLanes(LANES);
  const outcomes = makeOutcomeBuffer(db, process, onError);
  const states = makePersonStates(() => Date.parse(clock.now()));
  let isStopped = false;
  let isEnding = false;
  let tidiedAt = Number.NEGATIVE_INFINITY;
  let isKnown = false;
  let gateSeen = { at: Number.NEGATIVE_INFINITY, open: false };

  function note(message: ClaimedMessage, verdict: Verdict, attempt?: Attempt, attempts = message.attempts): void {
    const { id, notificationId } = message;
    const words = attempt !== undefined && "feishuCode" in attempt ? attempt : NO_WORDS;
    outcomes.add({
      ...verdict,
      ...{ id, notificationId, attempts, at: clock.now(), feishuCode: words.feishuCode, logId: words.logId },
      feishuMessageId: attempt?.kind === "sent" ? attempt.feishuMessageId : null,
    });
  }

  /** Back in the queue as if it had not been claimed. */
  function handBack(message: ClaimedMessage, cause: string | null): void {
    const { maybeSentAt } = message;
    note(message, { state: "queued", cause, dueAt: clock.now(), maybeSentAt }, undefined, message.attempts - 1);
  }

  async function attempt(
    bot: Bot,
    { message, outgoing }: { readonly message: ClaimedMessage; readonly outgoing: OutgoingMessage },
    isTest: boolean,
  ): Promise<Attempt | undefined> {
    // A test finds out whether the stop is over.
    if ((isStopped && !isTest) || isEnding || !(await isStillOpen())) {
      handBack(message, null);
      return undefined;
    }
    const begunAt = clock.now();
    const tooLong = AbortSignal.timeout(ATTEMPT_MS);
    let ended: Attempt;
    try {
      ended = await bot.sendMessage(outgoing, AbortSignal.any([stopping.signal, tooLong]));
    } catch (error) {
      // Only the signal's reason comes here; anything else is a bug, and is told. Nobody knows how far the message came.
      if (!stopping.signal.aborted && !tooLong.aborted) onError(`message ${message.id} could not be sent`, error);
      ended = { kind: "later", cause: "message_interrupted", arrived: "maybe", waitMs: null, ...NO_WORDS };
    }
    await conclude(message, ended, begunAt);
    return ended;
  }

  async function isStillOpen(): Promise<boolean> {
    const at = performance.now();
    if (at - gateSeen.at < GATE_MS) return gateSeen.open;
    try {
      gateSeen = { at, open: gateOf(await channel.findConnection()).open };
    } catch (error) {
      onError("whether messages still go out could not be read", error);
      return false;
    }
    return gateSeen.open;
  }

  async function conclude(message: ClaimedMessage, ended: Attempt, begunAt: Instant): Promise<void> {
    const now = clock.now();
    const isStop = ended.kind === "stopped";
    note(message, verdictAfter(message, ended, { begunAt, now }, plus), ended, message.attempts - (isStop ? 1 : 0));
    if (!isStop || isStopped) return;
    isStopped = true;
    try {
      await noteStop(db, { code: ended.cause, scopes: ended.detail.scopes, now });
    } catch (error) {
      // The next message meets the same refusal.
      onError("that Feishu refuses messages could not be noted", error);
    }
  }

  /** Finds out what the claimed are to be; where Feishu cannot be asked about people, they wait and the trouble is their cause. */
  async function prepareAll(bot: Bot, gate: Extract<Gate, { open: true }>, claimed: readonly ClaimedMessage[]) {
    try {
      return await prepare(db, claimed, {
        gate,
        now: clock.now(),
        readStates: (people) =>
          states.read(gate.connectionId, people, (unknown) => bot.readPersonStates(unknown, stopping.signal)),
      });
    } catch (error) {
      const trouble = channel.troubleOf(error);
      if (trouble === undefined || trouble.kind === "sent" || trouble.kind === "refused") {
        for (const message of claimed) handBack(message, null);
        if (stopping.signal.aborted) return [];
        throw error;
      }
      // Not a message was on its way, so none arrived.
      const ended: Attempt = trouble.kind === "later" ? { ...trouble, arrived: "no" } : trouble;
      for (const message of claimed) await conclude(message, ended, clock.now());
      return [];
    }
  }

  async function deliver(
    limit: number,
    only?: string,
  ): Promise<readonly (Attempt | Verdict | undefined)[] | undefined> {
    const gate = gateOf(await channel.findConnection());
    gateSeen = { at: performance.now(), open: gate.open };
    if (!gate.open || isEnding) return undefined;
    await makeKnown();
    const bot = await channel.openBot(gate.connectionId);
    // Before the claim, so that tidying does not take it for something nobody works on.
    if (only !== undefined) outcomes.held.add(only);
    const claimed = await claimMessages(db, {
      ...{ box, process, now: clock.now(), limit },
      ...(only === undefined ? {} : { only }),
    });
    for (const { id } of claimed) outcomes.held.add(id);
    if (only !== undefined && claimed.length === 0) outcomes.held.delete(only);
    const results: (Attempt | Verdict | undefined)[] = [];
    const begun: Promise<void>[] = [];
    for (const prepared of await prepareAll(bot, gate, claimed)) {
      if ("verdict" in prepared) {
        note(prepared.message, prepared.verdict);
        results.push(prepared.verdict);
      } else {
        const work = async () => void results.push(await attempt(bot, prepared, only !== undefined));
        if (only === undefined) await lanes.begin(work);
        else begun.push(work());
      }
    }
    await Promise.all(begun);
    return claimed.length === 0 ? undefined : results;
  }

  /** Everything that is due, or one message where Feishu refuses the app. */
  async function deliverDue(): Promise<void> {
    const stop = await findStop(db);
    isStopped = false;
    if (stop !== undefined) {
      if (!(await takeTry(db, stop, clock.now()))) return;
      if ((await deliver(1)) === undefined) return;
      await lanes.settled();
      await outcomes.flush();
      if (isStopped) return;
      await endStop(db);
    }
    while (!isStopped && !isEnding && (await deliver(CLAIM)) !== undefined) await tidy();
  }

  /** Before anything is claimed: what an unknown process holds is taken for abandoned. */
  async function makeKnown(): Promise<void> {
    if (isKnown) return;
    await noteAlive(db, process);
    isKnown = true;
  }

  async function tidy(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - tidiedAt < TIDY_MS) return;
    tidiedAt = nowMs;
    await releaseAbandoned(db, { process, held: [...outcomes.held], now: clock.now() });
  }

  const fault = (what: string) => (error: unknown) => {
    if (!stopping.signal.aborted) onError(what, error);
  };
  const alive = keepDoing(
    () => noteAlive(db, process),
    () => ALIVE_MS,
    fault("this process could not be noted as sending"),
  );
  const sending = keepDoing(
    async () => {
      await tidy();
      await expireOverdue(db, clock.now());
      await deliverDue();
    },
    () => IDLE_MS,
    fault("messages could not be sent"),
  );

  // Of its own: an approval's card does not wait behind ten thousand messages.
  const changing = keepDoing(
    () => changeCards(deps, stopping.signal),
    () => IDLE_MS,
    fault("cards could not be changed"),
  );

  return {
    async sendNow(messageId) {
      const results = await deliver(1, messageId);
      await outcomes.flush();
      const result = results?.[0];
      if (result !== undefined && "kind" in result && result.kind !== "stopped") await endStop(db);
      return result;
    },
    async stop() {
      isEnding = true;
      const abort = setTimeout(() => stopping.abort(new Error("the server stops")), GRACE_MS);
      await Promise.all([sending.stop(), changing.stop()]);
      await lanes.settled();
      clearTimeout(abort);
      await outcomes.flush();
      await alive.stop();
      await noteGone(db, process).catch(fault("this process could not be taken off the list of those that send"));
    },
  };
}
