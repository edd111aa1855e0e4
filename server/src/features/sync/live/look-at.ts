import { createHash, randomUUID } from "node:crypto";
import type { OpenDepartmentId, OpenId, PlanId, RunId } from "../../../core/kernel/ids.ts";
import { ok } from "../../../core/kernel/result.ts";
import { keepsItsNodes } from "../../../core/sync/contact-range.ts";
import type { Look } from "../../../core/sync/looks.ts";
import type { PlanTools } from "../../../core/sync/plan-context.ts";
import type { ContactRange } from "../../../core/sync/snapshot.ts";
import type { SyncConnection } from "../connection.ts";
import type { ConsumerLock } from "../live-lock-store.ts";
import { makePlan } from "../make-plan.ts";
import { makePlanJob } from "../plan-job.ts";
import type { PlanHead } from "../plan-store.ts";
import { planHere } from "../plan-worker.ts";
import { openRun } from "../run-lease-store.ts";
import { runSync } from "../run-sync.ts";
import type { StartDeps } from "../start-run.ts";
import { settleEvents } from "./inbox-store.ts";
import { readLookEnd } from "./look-reader.ts";
import { freezeRemovals } from "./standing-store.ts";

/** What looking needs: the parts of any run. Its plans are small and made here, without a thread. */
export interface LookDeps extends Omit<StartDeps, "findConnection" | "active" | "startPlanner"> {
  readonly loadRomanizer: () => Promise<PlanTools["romanize"]>;
}

/** What a look needs to know of the moment. */
export interface LookContext {
  readonly connection: SyncConnection;
  readonly lock: ConsumerLock;
  readonly acceptedRange: ContactRange | null;
  readonly signal: AbortSignal;
}

/** How a look ended. `failed`: nothing was settled, and its events are still to be looked at. */
export type LookEnd =
  | {
      readonly kind: "settled";
      readonly runId: RunId | null;
      /** Records nobody could read; their events are still to be looked at. */
      readonly unread: readonly (OpenId | OpenDepartmentId)[];
    }
  | { readonly kind: "failed"; readonly codes: readonly string[] };

const ACTOR = { kind: "event", id: null, name: "Feishu" } as const;
const hash = (text: string) => createHash("sha256").update(text).digest("hex");

/**
 * Looks at the records of a look: the one road of every run, read, plan, guard, apply. Where nothing is to be changed no run is
 * left behind. From reading the directory on other runs' blocks are kept out, so that what they read before cannot come after.
 */
export async function lookAt(deps: LookDeps, context: LookContext, look: Look): Promise<LookEnd> {
  const { connection, lock, acceptedRange, signal } = context;
  const { kysely } = deps.database;
  let entered = false;
  try {
    const made = await makePlan(
      {
        ...deps,
        startPlanner(request) {
          const job = makePlanJob(deps.database, request, hash, deps.loadRomanizer);
          const finish: typeof job.finish = async (confirmed) => {
            await lock.enterLook();
            entered = true;
            return job.finish(confirmed);
          };
          return planHere({ ...job, finish });
        },
      },
      {
        planId: randomUUID() as PlanId,
        connection,
        target: { kind: "records", openIds: look.openIds, openDepartmentIds: look.openDepartmentIds },
        now: deps.clock.now(),
        signal,
        onProgress: () => undefined,
      },
    );
    if (!made.ok) return { kind: "failed", codes: made.error.map(({ code }) => code) };
    const { head } = made.value;
    if (head.verdict.kind === "blocked") return { kind: "failed", codes: head.verdict.reasons.map(({ code }) => code) };
    // What is out of range looks like what is gone; whoever sees the range smaller than accepted says so to everybody.
    if (wasAsked(head.range) && !keepsItsNodes(acceptedRange, head.range)) await freezeRemovals(kysely, connection.id);

    const runId = head.changeCount + head.heldCount === 0 ? null : await applyLook(deps, connection, head);
    if (runId !== null) {
      const failure = await readLookEnd(kysely, runId);
      if (failure !== null) return { kind: "failed", codes: [failure] };
    }
    const unread = unreadOf(look, head);
    const settled = [...look.eventsOf].flatMap(([record, events]) => (unread.includes(record) ? [] : events));
    await settleEvents(kysely, settled, runId);
    return { kind: "settled", runId, unread };
  } finally {
    if (entered) await lock.leaveLook();
  }
}

/** Applies a stored plan by a run of its own. Returns the run, however it ended. */
async function applyLook(deps: LookDeps, connection: SyncConnection, head: PlanHead): Promise<RunId> {
  const lease = await openRun(deps.database, {
    connectionId: connection.id,
    trigger: "event",
    requestedBy: ACTOR,
    target: head.target,
    now: deps.clock.now(),
  });
  if (lease === undefined) throw new Error("another look of the connection is running");
  await runSync(deps, {
    lease,
    connectionId: connection.id,
    look: true,
    makePlan: async () => ok({ head, notes: [] }),
  });
  return lease.runId;
}

/** A narrow reading asks for the range only where something was not found. */
function wasAsked({ mode, departments, users }: ContactRange): boolean {
  return mode === "all" || departments.length + users.length > 0;
}

/** A department that could not be read may be anybody's. */
function unreadOf({ eventsOf }: Look, { coverage }: PlanHead): readonly (OpenId | OpenDepartmentId)[] {
  const records = [...eventsOf.keys()];
  const unread = new Set(coverage.unread.map(({ key }) => key));
  const named = records.filter((record) => unread.has(record));
  return coverage.unread.length > named.length ? records : named;
}
