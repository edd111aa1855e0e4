import { err, ok } from "../../core/kernel/result.ts";
import { approveRun } from "./approve-run.ts";
import { recordDecision } from "./decision-store.ts";
import { makeLinkFinder } from "./link-reader.ts";
import { readFailedRecords } from "./outcome-reader.ts";
import type { SyncRun, SyncRuns } from "./ports.ts";
import { resolveTarget } from "./resolve-target.ts";
import { retryTarget } from "./retry-target.ts";
import { revertRun } from "./revert-run.ts";
import { makeRunReader } from "./run-reader.ts";
import { expireApprovals, rejectWaiting, requestCancel } from "./run-store.ts";
import { requireConnection, type StartDeps, startRun } from "./start-run.ts";
import { waitFor } from "./wait-for.ts";

/** Makes the use cases about runs. Every one that changes something answers with the run as it is afterwards. */
export function makeSyncRuns(deps: StartDeps): SyncRuns {
  const { kysely } = deps.database;
  const reader = makeRunReader(kysely);
  const now = () => deps.clock.now();
  const get = async (id: SyncRun["id"]): Promise<SyncRun> => {
    const run = await reader.find(id);
    if (run === undefined) throw new Error(`run ${id} is gone`);
    return run;
  };
  return {
    async list(filter, page) {
      const runs = await reader.list(filter, page);
      return runs === undefined ? err({ code: "cursor_invalid" }) : ok(runs);
    },
    find: (id) => reader.find(id),
    latest: () => reader.latest(),
    history: (limit) => reader.history(limit),
    wait: (id, timeoutMs, signal) =>
      waitFor(
        () => reader.find(id),
        (run) => run?.status !== "running",
        timeoutMs,
        signal,
      ),
    async start(request, actor) {
      const connection = await requireConnection(deps.findConnection);
      if (!connection.ok) return connection;
      const target = await resolveTarget(makeLinkFinder(kysely, connection.value.id), request);
      if (!target.ok) return target;
      const started = await startRun(deps, connection.value, {
        target: target.value,
        trigger: "manual",
        requestedBy: actor,
      });
      return started.ok ? ok(await get(started.value)) : started;
    },
    async approve(id, changesDigest, actor, way) {
      const approved = await approveRun(deps, id, changesDigest, actor, way);
      return approved.ok ? ok(await get(approved.value)) : approved;
    },
    async reject(id, actor) {
      await expireApprovals(kysely, now());
      const run = await reader.find(id);
      if (run === undefined) return err({ code: "sync_run_not_found" });
      if (!(await rejectWaiting(kysely, id, actor, now()))) return err({ code: "sync_run_not_waiting" });
      await recordDecision(kysely, { actor, action: "sync_run.rejected", runId: id, changesDigest: run.changesDigest });
      return ok(await get(id));
    },
    async cancel(id, actor) {
      if ((await reader.find(id)) === undefined) return err({ code: "sync_run_not_found" });
      if (!(await requestCancel(kysely, id))) return err({ code: "sync_run_not_running" });
      deps.active.cancel(id);
      await recordDecision(kysely, { actor, action: "sync_run.cancelled", runId: id });
      return ok(await get(id));
    },
    async revert(id, user, actor) {
      const started = await revertRun(deps, id, user, actor);
      return started.ok ? ok(await get(started.value)) : started;
    },
    async retry(id, actor) {
      const run = await reader.find(id);
      if (run === undefined) return err({ code: "sync_run_not_found" });
      if (run.status === "running") return err({ code: "sync_run_not_finished" });
      const connection = await requireConnection(deps.findConnection);
      if (!connection.ok) return connection;
      const failed = run.planId === null ? undefined : await readFailedRecords(kysely, run.planId);
      const target = retryTarget(run.target, failed, (run.coverage?.unread.length ?? 0) === 0);
      if (target === null) return err({ code: "nothing_to_retry" });
      const started = await startRun(deps, connection.value, {
        target,
        trigger: "retry",
        requestedBy: actor,
        retriesRunId: id,
      });
      return started.ok ? ok(await get(started.value)) : started;
    },
  };
}
