import { err, ok } from "../../core/kernel/result.ts";
import type { SyncConnection } from "./connection.ts";
import { makePlan } from "./make-plan.ts";
import { finishPreview, type NewPreview, openPreview, touchPreview } from "./preview-store.ts";
import { RunStopped, startProgress } from "./run-progress-store.ts";
import type { StartDeps } from "./start-run.ts";

/** What making a preview needs; it neither waits for runs nor holds them up. */
export type PreviewDeps = Pick<StartDeps, "database" | "clock" | "openSource" | "startPlanner" | "active" | "onError">;

/** Opens a preview and lets it go on in the background. Returns whether none of the connection was under way. */
export async function startPreview(
  deps: PreviewDeps,
  connection: SyncConnection,
  preview: Omit<NewPreview, "connectionId" | "now">,
) {
  const opened = await openPreview(deps.database.kysely, {
    ...preview,
    connectionId: connection.id,
    now: deps.clock.now(),
  });
  if (!opened) return err({ code: "sync_preview_running" } as const);
  const progress = startProgress(touchPreview(deps.database.kysely, preview.id));
  const work = makePreview(deps, connection, preview, progress);
  deps.active.add(preview.id, progress, work);
  return ok(preview.id);
}

/** Makes the plan and closes the row whatever happens. Never rejects. */
async function makePreview(
  deps: PreviewDeps,
  connection: SyncConnection,
  { id, target }: Pick<NewPreview, "id" | "target">,
  progress: ReturnType<typeof startProgress>,
): Promise<void> {
  const { kysely } = deps.database;
  const finish = (end: Omit<Parameters<typeof finishPreview>[2], "now">) =>
    finishPreview(kysely, id, { ...end, now: deps.clock.now() });
  try {
    const made = await makePlan(deps, {
      planId: id,
      connection,
      target,
      now: deps.clock.now(),
      signal: progress.stopped,
      onProgress: (now) => progress.report(now),
    });
    await progress.stop();
    await finish(made.ok ? { status: "ready", reasons: made.value.notes } : { status: "failed", reasons: made.error });
  } catch (error) {
    await progress.stop();
    if (!(error instanceof RunStopped)) deps.onError(`preview ${id} failed`, error);
    const cancelled = error instanceof RunStopped && error.reason === "cancelled";
    const code = cancelled
      ? "cancelled_by_operator"
      : error instanceof RunStopped
        ? "run_interrupted"
        : "internal_error";
    await finish({ status: cancelled ? "cancelled" : "failed", reasons: [{ code, detail: {} }] }).catch(
      // The row stays open; the next preview finds it silent and closes it.
      (failure) => deps.onError(`preview ${id} could not be closed`, failure),
    );
  }
}
