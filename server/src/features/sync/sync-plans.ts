import { randomUUID } from "node:crypto";
import type { PlanId } from "../../core/kernel/ids.ts";
import { err, ok } from "../../core/kernel/result.ts";
import { isUuid } from "../directory/index.ts";
import { applyPreview } from "./apply-preview.ts";
import { makeLinkFinder } from "./link-reader.ts";
import { makePlan } from "./make-plan.ts";
import { startPreview } from "./make-preview.ts";
import { tallyPlan } from "./outcome-reader.ts";
import { makePlanReader } from "./plan-reader.ts";
import type { Preview, SyncPlans } from "./ports.ts";
import { dropPreview, findPreview, listPreviews, type PreviewRow, requestPreviewCancel } from "./preview-store.ts";
import { resolveTarget } from "./resolve-target.ts";
import { makeRunReader } from "./run-reader.ts";
import { requireConnection, type StartDeps } from "./start-run.ts";
import { waitFor } from "./wait-for.ts";

/** Makes the use cases about stored plans and the previews on their way to one. */
export function makeSyncPlans(deps: StartDeps): SyncPlans {
  const { kysely } = deps.database;
  const reader = makePlanReader(kysely);

  /** Undefined when the plan was dropped meanwhile. */
  async function toPreview(row: PreviewRow): Promise<Preview | undefined> {
    if (row.status !== "ready") return { ...row, status: row.status };
    const plan = await reader.find(row.id);
    return plan && { status: "ready", plan };
  }
  async function find(id: PlanId): Promise<Preview | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await findPreview(kysely, id);
    if (row !== undefined) return toPreview(row);
    const plan = await reader.find(id);
    return plan && { status: "ready", plan };
  }

  return {
    async start(request, actor) {
      const connection = await requireConnection(deps.findConnection);
      if (!connection.ok) return connection;
      const target = await resolveTarget(makeLinkFinder(kysely, connection.value.id), request);
      if (!target.ok) return target;
      const id = randomUUID() as PlanId;
      const started = await startPreview(deps, connection.value, { id, target: target.value, requestedBy: actor });
      if (!started.ok) return started;
      const preview = await find(id);
      if (preview === undefined) throw new Error(`preview ${id} is gone`);
      return ok(preview);
    },
    async list({ limit, cursor }) {
      if (cursor !== null && !/^[1-9][0-9]{0,17}$/.test(cursor)) return err({ code: "cursor_invalid" });
      const rows = await listPreviews(kysely, cursor === null ? null : Number(cursor), limit + 1);
      const shown = rows.slice(0, limit);
      const previews = await Promise.all(shown.map(toPreview));
      const nextCursor = rows.length > limit ? String(shown.at(-1)?.number) : null;
      return ok({ items: previews.filter((preview) => preview !== undefined), nextCursor, total: null });
    },
    wait: (id, timeoutMs, signal) =>
      waitFor(
        () => find(id),
        (preview) => preview?.status !== "planning",
        timeoutMs,
        signal,
      ),
    async apply(id, changesDigest, actor) {
      const started = await applyPreview(deps, id, changesDigest, actor);
      if (!started.ok) return started;
      const run = await makeRunReader(kysely).find(started.value);
      if (run === undefined) throw new Error(`run ${started.value} is gone`);
      return ok(run);
    },
    async discard(id) {
      if ((await find(id)) === undefined) return err({ code: "sync_plan_not_found" });
      await requestPreviewCancel(kysely, id);
      deps.active.cancel(id);
      await deps.active.ended(id);
      // One that another process makes notices that its row is gone.
      return (await dropPreview(kysely, id)) ? ok(id) : err({ code: "sync_plan_already_applied" });
    },
    async planNow(target, signal) {
      const connection = await requireConnection(deps.findConnection);
      if (!connection.ok) return connection;
      const made = await makePlan(deps, {
        planId: randomUUID() as PlanId,
        connection: connection.value,
        target,
        now: deps.clock.now(),
        signal,
        onProgress: () => undefined,
      });
      if (!made.ok) return err({ code: "source_unreadable", reasons: made.error });
      const plan = await reader.find(made.value.head.id);
      if (plan === undefined) throw new Error(`plan ${made.value.head.id} is gone`);
      return ok(plan);
    },
    find: (id) => reader.find(id),
    async readChanges(id, filter, page) {
      if ((await reader.find(id)) === undefined) return err({ code: "sync_plan_not_found" });
      const changes = await reader.readChanges(id, filter, page);
      return changes === undefined ? err({ code: "cursor_invalid" }) : ok(changes);
    },
    exportChanges: (id, filter) => reader.exportChanges(id, filter),
    async tally(id) {
      if ((await reader.find(id)) === undefined) return err({ code: "sync_plan_not_found" });
      return ok(await tallyPlan(kysely, id));
    },
    async readIssues(id, filter, page) {
      if ((await reader.find(id)) === undefined) return err({ code: "sync_plan_not_found" });
      const issues = await reader.readIssues(id, filter, page);
      return issues === undefined ? err({ code: "cursor_invalid" }) : ok(issues);
    },
  };
}
