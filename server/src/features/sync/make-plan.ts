import type { Instant, OpenDepartmentId, OpenId, PlanId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { isNarrow, type SyncTarget } from "../../core/sync/snapshot.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { releaseMemory } from "../../platform/memory/collect-garbage.ts";
import type { SyncConnection } from "./connection.ts";
import { type AbsentRecords, findNeverLinked, makeFindKnown } from "./link-reader.ts";
import type { PlanRequest } from "./plan-job.ts";
import type { PlanHead } from "./plan-store.ts";
import type { PlanWorker } from "./plan-worker.ts";
import type { RunProgress, RunReason } from "./ports.ts";
import { isSourceFailure, type ReadingProgress, type SourceReader, type SourceReading } from "./source-reader.ts";

/** What planning needs of the world. */
export interface PlanningDeps {
  readonly database: Pick<OpenDatabase, "kysely">;
  /** The reader of a connection, with the credentials it has now. */
  readonly openSource: (connectionId: string) => Promise<SourceReader>;
  readonly startPlanner: (request: PlanRequest) => PlanWorker;
}

export interface PlanningRequest {
  readonly planId: PlanId;
  readonly connection: SyncConnection;
  readonly target: SyncTarget;
  readonly now: Instant;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
}

/** A stored plan, and what its reading has to say beside it. */
export interface MadePlan {
  readonly head: PlanHead;
  readonly notes: readonly RunReason[];
}

/**
 * Reads Feishu and the directory at the same time, asks singly for whatever was expected and not seen, plans, and stores
 * the plan. When Feishu cannot be read at all there is no plan, and the reasons say why. Rejects with the signal's reason.
 */
export async function makePlan(
  deps: PlanningDeps,
  request: PlanningRequest,
): Promise<Result<MadePlan, readonly RunReason[]>> {
  const { planId, connection, target, now, signal, onProgress } = request;
  signal.throwIfAborted();
  const planner = deps.startPlanner({ planId, connectionId: connection.id, policy: connection.policy, now, target });
  const stop = () => void planner.close();
  signal.addEventListener("abort", stop);
  try {
    const source = await deps.openSource(connection.id);
    const options = {
      signal,
      onProgress: (progress: ReadingProgress) => onProgress(phaseOf(progress)),
      findKnown: makeFindKnown(deps.database.kysely, connection.id),
    };
    const reading = await planner.whileItWorks(source.readContacts(target, planner, options));
    const unreadable = nothingWasRead(reading);
    if (unreadable) return err(unreadable);
    // The thread that read is gone, and planning is about to need the room that it had.
    if (!isNarrow(target)) releaseMemory();
    const unseen = await planner.endReading(reading);
    const total = unseen.users.length + unseen.departments.length;
    if (total > 0) onProgress({ phase: "confirming", done: 0, total });
    const users = await confirm(unseen.users, (ids) => source.confirmUsers(ids, planner, { signal }));
    const departments = await confirm(unseen.departments, (ids) => source.confirmDepartments(ids, planner, { signal }));
    const absentUsers = [...reading.confirmedAbsentUsers, ...users.absent];
    const absentDepartments = [...reading.confirmedAbsentDepartments, ...departments.absent];
    const unknown = await findNeverLinked(
      deps.database.kysely,
      connection.id,
      askedFor(target, absentUsers, absentDepartments),
    );
    const notes = unknown.length === 0 ? [] : [{ code: "target_unknown", detail: { refs: [...unknown] } }];
    if (unknown.length > 0 && unknown.length === sizeOf(target)) return err(notes);
    onProgress({ phase: "planning", done: 0, total: null });
    const unread = [...users.unread, ...departments.unread];
    const calls = users.calls + departments.calls;
    return ok({ head: await planner.finish({ absentUsers, absentDepartments, unread, calls }), notes });
  } catch (error) {
    signal.throwIfAborted();
    if (!isSourceFailure(error)) throw error;
    return err([{ code: error.code, detail: error.detail, message: error.message, cure: error.cure }]);
  } finally {
    signal.removeEventListener("abort", stop);
    await planner.close();
  }
}

/** What was asked for by name and is gone from Feishu; whether it ever was here is for the directory to say. */
function askedFor(
  target: SyncTarget,
  absentUsers: readonly OpenId[],
  absentDepartments: readonly OpenDepartmentId[],
): AbsentRecords {
  if (target.kind === "users")
    return { users: target.openIds.filter((id) => absentUsers.includes(id)), departments: [] };
  // Whoever came and went before an event was looked at is nobody's business.
  if (target.kind === "all" || target.kind === "records") return { users: [], departments: [] };
  return { users: [], departments: absentDepartments.filter((id) => id === target.openDepartmentId) };
}

/** How many records somebody named; none for a full run and for events. */
function sizeOf(target: SyncTarget): number {
  if (target.kind === "all" || target.kind === "records") return 0;
  return target.kind === "department" ? 1 : target.openIds.length;
}

async function confirm<Id, Answer extends { absent: readonly Id[]; unread: readonly unknown[]; calls: number }>(
  ids: readonly Id[],
  ask: (ids: readonly Id[]) => Promise<Answer>,
): Promise<Answer | { absent: readonly Id[]; unread: readonly never[]; calls: number }> {
  return ids.length === 0 ? { absent: [], unread: [], calls: 0 } : ask(ids);
}

/** A reading in which every part failed read nothing, however politely it ended (product.md 5.4). */
function nothingWasRead({ coverage, confirmedAbsentUsers, confirmedAbsentDepartments }: SourceReading) {
  const answers = coverage.usersRead + coverage.departmentsRead + confirmedAbsentUsers.length;
  if (coverage.unread.length === 0 || answers + confirmedAbsentDepartments.length > 0) return null;
  const byCode = new Map(coverage.unread.map(({ code, message }) => [code, message]));
  return [...byCode].map(([code, message]): RunReason => ({ code, detail: {}, message }));
}

function phaseOf({ phase, done, total }: ReadingProgress): RunProgress {
  return { phase: phase === "departments" ? "reading_departments" : "reading_users", done, total };
}
