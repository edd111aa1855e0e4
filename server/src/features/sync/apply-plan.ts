import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../platform/clock/clock.ts";
import { errorCodeOf } from "../../platform/db/errors.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { StepsMismatched } from "../directory/index.ts";
import type { ReadWantedTopics } from "./block-event-store.ts";
import { type Application, analyzeDirectory, applyBlock, recordFailure } from "./block-store.ts";

/** Steps a transaction writes: large enough to be quick, small enough for others to write in between. */
const BLOCK = 2000;
/** From so many steps on, the database's figures are worth refreshing. */
const LARGE = 1000;
const CONFLICT_TRIES = 5;

/** What applying needs. */
export interface ApplyDeps {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
  readonly readWantedTopics: ReadWantedTopics;
}

/** Which steps of a stored plan to apply. */
export interface ApplyRequest extends Application {
  readonly firstSeq: number;
  /** Exclusive. */
  readonly endSeq: number;
  /** The revision the plan was made on; `null` to look at every record before writing it, as after an approval. */
  readonly revision: number | null;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Applies steps of a stored plan in their order, block by block. A block that the database refuses is halved until only the
 * records at fault are left out; nothing else is lost. Throws `RunStopped` between two blocks when asked to stop, and
 * whatever the database throws when it is the database that fails.
 */
export async function applyPlan(
  { database, clock, readWantedTopics }: ApplyDeps,
  request: ApplyRequest,
): Promise<void> {
  const db = database.kysely;
  const total = request.endSeq - request.firstSeq;
  let revision = request.revision;

  async function apply(firstSeq: number, lastSeq: number): Promise<void> {
    request.signal.throwIfAborted();
    try {
      ({ revision } = await withoutConflict(() =>
        applyBlock(db, request, { firstSeq, lastSeq, revision, now: clock.now() }, readWantedTopics),
      ));
    } catch (error) {
      const rule = brokenRule(error);
      if (rule === null) throw error;
      if (firstSeq === lastSeq) {
        const message = `The database refused this record: ${rule}.`;
        await recordFailure(db, request, firstSeq, { code: "write_refused", message });
        return;
      }
      const middle = Math.floor((firstSeq + lastSeq) / 2);
      await apply(firstSeq, middle);
      await apply(middle + 1, lastSeq);
    }
  }

  for (let seq = request.firstSeq; seq < request.endSeq; seq += BLOCK) {
    await apply(seq, Math.min(seq + BLOCK, request.endSeq) - 1);
    request.onProgress(Math.min(seq + BLOCK, request.endSeq) - request.firstSeq, total);
  }
  if (total >= LARGE) await analyzeDirectory(db);
}

/** Two transactions may get in each other's way (deadlock, serialisation); the one that lost is repeated. */
async function withoutConflict<Value>(write: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      const code = errorCodeOf(error);
      if ((code !== "40001" && code !== "40P01") || attempt === CONFLICT_TRIES) throw error;
      await pause(20 * attempt);
    }
  }
}

/**
 * Names the rule a record broke, or null when it is not the record's fault (a lost connection, a full disk). Only names of
 * rules are told: the database's own message repeats people's data.
 */
function brokenRule(error: unknown): string | null {
  if (error instanceof StepsMismatched) return "it is not there any more, or is there already";
  const code = errorCodeOf(error);
  if (code === undefined || !/^2[23]/.test(code)) return null;
  const rule = typeof error === "object" && error !== null && "constraint" in error ? error.constraint : undefined;
  return typeof rule === "string" ? `rule ${rule}` : `SQL state ${code}`;
}
