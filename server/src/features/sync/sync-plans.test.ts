import { expect, test } from "vitest";
import { actor, company, DAY, rehearseSync, without } from "../../../test/support/sync-rehearsal.ts";
import type { PlanId } from "../../core/kernel/ids.ts";
import { makeUsers } from "../directory/index.ts";
import { keepHouse } from "./housekeeping.jobs.ts";

const stage = rehearseSync();
const page = { limit: 50, cursor: null };
const never = new AbortController().signal;

test("a preview stores its plan and changes nothing", async () => {
  const plan = await stage.previewedPlan();
  expect(plan).toMatchObject({ changeCount: 42, heldCount: 0, verdict: { kind: "applyable" }, runId: null });
  expect(await stage.people()).toEqual([]);
  expect(await stage.runs.latest()).toBeUndefined();
  const rows = [];
  for await (const row of stage.plans.exportChanges(plan.id, { kind: "memberships" })) rows.push(row);
  expect(rows[0]).toMatchObject({
    verb: "add_member",
    label: expect.stringMatching(/^Person u/),
    departmentLabel: "Department d1",
    outcome: "planned",
  });
  expect(rows).toHaveLength(20);
});

test("a preview begins at once, one at a time, and beside a run", async () => {
  const reading = Promise.withResolvers<void>();
  stage.feishu.before = () => reading.promise;
  const started = await stage.plans.start({ kind: "all" }, actor);
  if (!started.ok || started.value.status !== "planning") throw new Error("the preview did not begin");
  const { id } = started.value;
  expect(await stage.plans.start({ kind: "all" }, actor)).toEqual({
    ok: false,
    error: { code: "sync_preview_running" },
  });
  expect(await stage.plans.wait(id, 0, never)).toMatchObject({ status: "planning", requestedBy: actor });
  expect(await stage.plans.apply(id, "", actor)).toEqual({ ok: false, error: { code: "sync_plan_not_ready" } });
  reading.resolve();
  expect(await stage.sync()).toMatchObject({ status: "succeeded" });
  expect(await stage.plans.wait(id, 60_000, never)).toMatchObject({ status: "ready" });
  await stage.active.ended(id);
  const second = await stage.previewedPlan();
  const listed = await stage.plans.list({ limit: 1, cursor: null });
  if (!listed.ok) throw new Error(listed.error.code);
  expect(listed.value).toMatchObject({ items: [{ status: "ready", plan: { id: second.id } }] });
  expect(await stage.plans.list({ limit: 1, cursor: listed.value.nextCursor })).toMatchObject({
    ok: true,
    value: { items: [{ plan: { id } }], nextCursor: null },
  });
});

test("a preview that is discarded while it is made stops, and a made one goes with its plan", async () => {
  stage.inThread = true;
  const reading = Promise.withResolvers<void>();
  stage.feishu.before = () => reading.promise;
  const started = await stage.plans.start({ kind: "all" }, actor);
  if (!started.ok || started.value.status !== "planning") throw new Error("the preview did not begin");
  const discarding = stage.plans.discard(started.value.id);
  setImmediate(reading.resolve);
  expect(await discarding).toMatchObject({ ok: true });
  expect(await stage.plans.wait(started.value.id, 0, never)).toBeUndefined();
  stage.inThread = false;
  stage.feishu.before = undefined;
  const plan = await stage.previewedPlan();
  expect(await stage.plans.discard(plan.id)).toEqual({ ok: true, value: plan.id });
  expect(await stage.plans.find(plan.id)).toBeUndefined();
  expect(await stage.plans.discard(plan.id)).toEqual({ ok: false, error: { code: "sync_plan_not_found" } });
});

test("applying a preview applies what was shown, once, even when Feishu says something else by now", async () => {
  const plan = await stage.previewedPlan();
  stage.feishu.snapshot = company(25);
  expect(await stage.plans.apply(plan.id, "another", actor)).toEqual({
    ok: false,
    error: { code: "changes_digest_mismatch" },
  });
  const run = await stage.ended(await stage.plans.apply(plan.id, plan.changesDigest, actor));
  expect(run).toMatchObject({ status: "succeeded", planId: plan.id, counts: { users: { created: 20 } } });
  expect(await stage.people()).toHaveLength(20);
  expect(await stage.plans.apply(plan.id, plan.changesDigest, actor)).toEqual({
    ok: false,
    error: { code: "sync_plan_already_applied", detail: { run: run.id } },
  });
  expect(await stage.plans.discard(plan.id)).toEqual({ ok: false, error: { code: "sync_plan_already_applied" } });
});

test("held changes of an applied preview wait for approval", async () => {
  await stage.sync();
  stage.feishu.snapshot = without(6);
  const plan = await stage.previewedPlan();
  const run = await stage.ended(await stage.plans.apply(plan.id, plan.changesDigest, actor));
  expect(run).toMatchObject({ status: "waiting_for_approval", heldCount: 12 });
  expect(await stage.statuses()).toEqual([]);
  const approved = await stage.ended(await stage.runs.approve(run.id, run.changesDigest ?? "", actor));
  expect(approved).toMatchObject({ status: "succeeded", counts: { users: { disabled: 6 } } });
});

test("a preview is not applied once a record in it, the settings or the removals of the day have changed", async () => {
  await stage.sync();
  stage.feishu.snapshot = company(20, (key) => (key < 3 ? { jobTitle: "Chief" } : {}));
  const plan = await stage.previewedPlan();
  const apply = () => stage.plans.apply(plan.id, plan.changesDigest, actor);
  const { settings } = stage;
  stage.settings = { ...settings, policy: { ...settings.policy, guard: { percent: 50, minimum: 50 } } };
  expect(await apply()).toEqual({ ok: false, error: { code: "sync_plan_stale" } });
  stage.settings = settings;

  // A change elsewhere moves the revision and no row of the plan.
  await stage.database.pool.query("update directory_state set revision = revision + 1");
  const users = makeUsers({ database: stage.database, clock: stage.clock });
  stage.clock.advance(1000);
  stage.feishu.snapshot = { ...without(1), users: stage.feishu.snapshot.users.slice(0, 19) };
  await stage.sync();
  expect(await apply()).toMatchObject({ ok: false, error: { code: "sync_plan_stale", detail: { count: 3 } } });

  const fresh = await stage.previewedPlan();
  expect(fresh.changeCount).toBe(0);
  await users.disable({ kind: "username", username: "u1" }, { actor, mayTouchOwners: true });
  expect(await stage.ended(await stage.plans.apply(fresh.id, fresh.changesDigest, actor))).toMatchObject({
    status: "succeeded",
  });
});

test("a preview lives 24 hours", async () => {
  const plan = await stage.previewedPlan();
  stage.clock.advance(DAY);
  expect(await stage.plans.apply(plan.id, plan.changesDigest, actor)).toEqual({
    ok: false,
    error: { code: "sync_plan_expired" },
  });
  stage.clock.advance(1);
  await keepHouse({ database: stage.database, clock: stage.clock, readDeletedDays: async () => 30 });
  expect(await stage.plans.wait(plan.id, 0, never)).toBeUndefined();
});

test("changes are narrowed by kind, verb, action and text, and counted by what became of them", async () => {
  await stage.sync();
  stage.feishu.snapshot = without(6, (key) => (key === 0 ? { jobTitle: "Chief" } : {}));
  const run = await stage.sync();
  const planId = run.planId as PlanId;
  const read = async (filter: Parameters<typeof stage.plans.readChanges>[1]) => {
    const changes = await stage.plans.readChanges(planId, filter, page);
    return changes.ok ? changes.value.items.map(({ kind, verb, label }) => `${kind} ${verb} ${label}`) : changes.error;
  };
  expect(await read({ kind: "users", action: "update" })).toEqual(["users update Person u0"]);
  expect(await read({ kind: "memberships", action: "update" })).toHaveLength(6);
  expect(await read({ kind: "users", action: "disable" })).toHaveLength(6);
  expect(await read({ action: "delete" })).toEqual([]);
  expect(await read({ verb: "deactivate", text: "PERSON U19" })).toEqual(["users deactivate Person u19"]);
  expect(await stage.plans.tally(planId)).toEqual({
    ok: true,
    value: {
      changes: [
        { kind: "memberships", verb: "remove_member", outcome: "held", count: 6 },
        { kind: "users", verb: "deactivate", outcome: "held", count: 6 },
        { kind: "users", verb: "update", outcome: "applied", count: 1 },
      ],
      issues: [],
    },
  });
  await stage.ended(await stage.runs.approve(run.id, run.changesDigest ?? "", actor));
  const after = await stage.plans.tally(planId);
  expect(after.ok && after.value.changes.map(({ outcome, count }) => [outcome, count])).toEqual([
    ["applied", 6],
    ["applied", 6],
    ["applied", 1],
  ]);
});
