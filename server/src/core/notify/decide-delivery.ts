import type { Instant } from "../kernel/ids.ts";
import type { Attempt } from "./attempt.ts";
import type { MessageState } from "./message.ts";

/** Feishu delivers a uuid once within an hour (feishu contract, trap 46). Attempts end well before: one may wait for its turn. */
const DEDUPE_MS = 50 * 60_000;

/** After the first, second, … attempt in vain. */
const RESTS_MS = [1_000, 5_000, 30_000, 2 * 60_000, 10 * 60_000, 20 * 60_000] as const;
/** The quota is the month's; what the app lacks, somebody may be granting this minute. */
const QUOTA_REST_MS = 15 * 60_000;
const STOP_REST_MS = 60_000;

/** A message that is about to be sent, or was. */
export interface Delivery {
  /** Attempts so far, the one at hand included. */
  readonly attempts: number;
  readonly expiresAt: Instant;
  /** When the first attempt began that may have arrived; null: none may. The attempt at hand is not counted. */
  readonly maybeSentAt: Instant | null;
}

/** What becomes of a message that is not sent after all. */
export interface Verdict {
  readonly state: Exclude<MessageState, "sending">;
  readonly cause: string | null;
  /** When it is tried again, where it is queued. */
  readonly dueAt: Instant | null;
  readonly maybeSentAt: Instant | null;
}

/**
 * Whether a message may be sent now. Undefined: yes.
 *
 * @param plus adds milliseconds to a time
 */
export function hinderingVerdict(
  { expiresAt, maybeSentAt }: Delivery,
  now: Instant,
  plus: (at: Instant, milliseconds: number) => Instant,
): Verdict | undefined {
  if (maybeSentAt !== null && plus(maybeSentAt, DEDUPE_MS) <= now) return lost(maybeSentAt);
  if (expiresAt > now) return undefined;
  // Something may have arrived, so it is not for us to say that it was not sent.
  return maybeSentAt === null ? { ...NOWHERE, state: "expired", cause: "message_expired" } : lost(maybeSentAt);
}

const NOWHERE = { dueAt: null, maybeSentAt: null } as const;
const lost = (maybeSentAt: Instant): Verdict => ({
  ...{ state: "unknown", cause: "message_outcome_unknown", dueAt: null, maybeSentAt },
});

/**
 * What becomes of a message after an attempt.
 *
 * @param begunAt when the attempt began
 */
export function verdictAfter(
  delivery: Delivery,
  attempt: Attempt,
  { begunAt, now }: { readonly begunAt: Instant; readonly now: Instant },
  plus: (at: Instant, milliseconds: number) => Instant,
): Verdict {
  if (attempt.kind === "sent") return { ...NOWHERE, state: "sent", cause: null };
  if (attempt.kind === "refused") return { ...NOWHERE, state: "failed", cause: attempt.cause };
  const mayHaveArrived = attempt.kind === "later" && attempt.arrived === "maybe";
  const maybeSentAt = delivery.maybeSentAt ?? (mayHaveArrived ? begunAt : null);
  if (attempt.kind === "stopped") return { state: "queued", cause: attempt.cause, dueAt: now, maybeSentAt };
  const dueAt = plus(now, Math.max(attempt.waitMs ?? 0, restAfter(delivery.attempts)));
  const hindered = hinderingVerdict({ ...delivery, maybeSentAt }, dueAt, plus);
  return hindered ?? { state: "queued", cause: attempt.cause, dueAt, maybeSentAt };
}

/** How long a message rests after its n-th attempt in vain. */
export function restAfter(attempts: number): number {
  return RESTS_MS[Math.min(Math.max(attempts, 1), RESTS_MS.length) - 1] as number;
}

/** How long nothing is sent after Feishu refused the app itself; then one message is tried. */
export function restAfterStop(cause: string): number {
  return cause === "feishu_quota_exhausted" ? QUOTA_REST_MS : STOP_REST_MS;
}
