import { randomUUID } from "node:crypto";
import type { PlanId } from "../../core/kernel/ids.ts";
import { err, ok } from "../../core/kernel/result.ts";
import { makeLinkFinder } from "./link-reader.ts";
import { makePlan } from "./make-plan.ts";
import { makePlanReader } from "./plan-reader.ts";
import type { SyncPlans } from "./ports.ts";
import { resolveTarget } from "./resolve-target.ts";
import { requireConnection, type StartDeps } from "./start-run.ts";

/** Makes the use cases about stored plans. A preview is a plan that nobody applies; it neither waits for runs nor holds them up. */
export function makeSyncPlans(
  deps: Pick<StartDeps, "database" | "clock" | "findConnection" | "openSource" | "startPlanner">,
): SyncPlans {
  const { kysely } = deps.database;
  const reader = makePlanReader(kysely);
  return {
    async preview(request, _actor, signal) {
      const connection = await requireConnection(deps.findConnection);
      if (!connection.ok) return connection;
      const target = await resolveTarget(makeLinkFinder(kysely, connection.value.id), request);
      if (!target.ok) return target;
      const made = await makePlan(deps, {
        planId: randomUUID() as PlanId,
        connection: connection.value,
        target: target.value,
        now: deps.clock.now(),
        signal,
        onProgress: () => undefined,
      });
      if (!made.ok) return err({ code: "source_unreadable", reasons: made.error });
      const plan = await reader.find(made.value.id);
      if (plan === undefined) throw new Error(`plan ${made.value.id} is gone`);
      return ok(plan);
    },
    find: (id) => reader.find(id),
    async readChanges(id, filter, page) {
      if ((await reader.find(id)) === undefined) return err({ code: "sync_plan_not_found" });
      const changes = await reader.readChanges(id, filter, page);
      return changes === undefined ? err({ code: "cursor_invalid" }) : ok(changes);
    },
    exportChanges: (id, filter) => reader.exportChanges(id, filter),
    async readIssues(id, filter, page) {
      if ((await reader.find(id)) === undefined) return err({ code: "sync_plan_not_found" });
      const issues = await reader.readIssues(id, filter, page);
      return issues === undefined ? err({ code: "cursor_invalid" }) : ok(issues);
    },
  };
}
