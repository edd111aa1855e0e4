import { randomBytes } from "node:crypto";

/** One message to many people; it reaches them the moment it is accepted. */
export interface Batch {
  readonly id: string;
  readonly appId: string;
  readonly type: string;
  /** JSON text of the content or card. */
  readonly content: string;
  readonly users: readonly number[];
  readonly createdAt: number;
  recalled: boolean;
}

/** The platform's day begins at midnight in Beijing. */
const BEIJING_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What was sent to many at once, and how many each app reached today. */
export class BatchLog {
  /** People one app may reach in a day (11247 beyond). */
  dailyLimit = 500_000;
  readonly #batches = new Map<string, Batch>();
  readonly #today = new Map<string, { readonly day: number; readonly reached: number }>();

  get all(): Iterable<Batch> {
    return this.#batches.values();
  }

  find(id: string): Batch | undefined {
    return this.#batches.get(id);
  }

  leftToday(appId: string, now: number): number {
    const today = this.#today.get(appId);
    return this.dailyLimit - (today?.day === dayOf(now) ? today.reached : 0);
  }

  add(facts: Omit<Batch, "id" | "recalled">): Batch {
    const { appId, createdAt, users } = facts;
    const reached = this.dailyLimit - this.leftToday(appId, createdAt) + users.length;
    this.#today.set(appId, { day: dayOf(createdAt), reached });
    const batch: Batch = { ...facts, id: `bm-${randomBytes(16).toString("hex")}`, recalled: false };
    this.#batches.set(batch.id, batch);
    return batch;
  }
}

function dayOf(now: number): number {
  return Math.floor((now + BEIJING_MS) / DAY_MS);
}
