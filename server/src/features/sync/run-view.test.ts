import { expect, it } from "vitest";
import { completeCoverage, samplePlan, sampleRun } from "../../../test/support/api-samples.ts";
import type { RunId } from "../../core/kernel/ids.ts";
import { toPlan, toPreview } from "./plan-view.ts";
import { toRun } from "./run-view.ts";

const guard = { code: "removal_guard", detail: { planned: 60, recent: 0, limit: 50 } } as const;
const reverted = samplePlan({ runId: "8" as RunId, reverts: true });

it("names the run in its cures, and keeps the placeholder where there is no run yet", () => {
  const [reason] = toRun(sampleRun({ status: "waiting_for_approval", reasons: [guard] })).reasons;
  expect(reason?.cure).toContain("`larkbridge sync approve 7`");
  expect(reason?.cure).not.toContain("<run>");
  expect(reason?.values).toEqual(guard.detail);
  const held = { verdict: { kind: "needs_approval", reasons: [guard] } } as const;
  expect(toPlan(samplePlan(held)).verdict.reasons[0]?.cure).toContain("<run>");
  expect(toPlan(samplePlan({ ...held, runId: "9" as RunId })).verdict.reasons[0]?.cure).toContain("sync approve 9");
});

it("tells no coverage for the plan of a revert, which read nothing", () => {
  expect(toPlan(reverted).coverage).toBeNull();
  expect(toPlan(samplePlan()).coverage).toMatchObject({ users_read: completeCoverage.usersRead });
});

it("says until when a preview can be applied, and nothing of the sort once a run has its plan", () => {
  expect(toPlan(samplePlan()).expires_at).toBe("2026-11-24T02:00:00.000Z");
  expect(toPlan(reverted)).toMatchObject({ run: "8", expires_at: null });
});

it("shows a preview by its state: progress while it is made, reasons when it came to nothing", () => {
  const { id, target, createdAt } = samplePlan();
  const progress = { phase: "reading_users", done: 4, total: 9 } as const;
  const unfinished = { id, target, createdAt, progress, requestedBy: sampleRun().requestedBy, reasons: [] };
  expect(toPreview({ ...unfinished, status: "planning" })).toMatchObject({ status: "planning", progress });
  const failed = toPreview({
    ...unfinished,
    status: "failed",
    reasons: [{ code: "target_unknown", detail: { refs: ["ou_1"] } }],
  });
  expect(failed).toMatchObject({
    status: "failed",
    reasons: [{ message: "Neither Feishu nor the directory knows ou_1." }],
  });
});
