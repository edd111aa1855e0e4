import { expect, test } from "vitest";
import { openDepartmentId, policy } from "../../../test/support/sync-makers.ts";
import { actor, company, DAY, rehearseSync, without } from "../../../test/support/sync-rehearsal.ts";
import type { PlanId } from "../../core/kernel/ids.ts";
import { makeUsers } from "../directory/index.ts";

const stage = rehearseSync();

test("removals beyond the guard wait; approving their digest applies them, and they do not count again", async () => {
  await stage.sync();
  stage.feishu.snapshot = without(6, (key) => (key === 0 ? { jobTitle: "Chief" } : {}));
  const held = await stage.sync();
  expect(held).toMatchObject({
    status: "waiting_for_approval",
    heldCount: 6 + 6,
    reasons: [{ code: "removal_guard" }],
  });
  expect(held.counts.users).toMatchObject({ updated: 1, disabled: 0 });
  expect(await stage.statuses()).toEqual([]);

  const digest = held.changesDigest ?? "";
  expect(await stage.runs.approve(held.id, "another", actor)).toEqual({
    ok: false,
    error: { code: "changes_digest_mismatch" },
  });
  const approved = await stage.ended(await stage.runs.approve(held.id, digest, actor));
  expect(approved).toMatchObject({ id: held.id, status: "succeeded", decidedBy: actor, heldCount: 0 });
  expect(approved.counts.users).toMatchObject({ updated: 1, disabled: 6 });
  expect(await stage.statuses()).toHaveLength(6);
  expect(await stage.runs.approve(held.id, digest, actor)).toEqual({
    ok: false,
    error: { code: "sync_run_not_waiting" },
  });

  stage.feishu.snapshot = without(10);
  const next = await stage.sync();
  expect(next).toMatchObject({ status: "succeeded", counts: { users: { disabled: 4 } } });
  stage.feishu.snapshot = without(12);
  expect(await stage.sync()).toMatchObject({
    status: "waiting_for_approval",
    reasons: [{ code: "removal_guard", detail: { recent: 4 } }],
  });
});

test("a held plan is rejected by an operator, dropped after 24 hours, or replaced by a newer one", async () => {
  await stage.sync();
  stage.feishu.snapshot = without(6);
  const first = await stage.sync();
  const second = await stage.sync();
  expect(await stage.runs.find(first.id)).toMatchObject({
    status: "rejected",
    reasons: [{ code: "plan_replaced" }, { code: "removal_guard" }],
  });
  // The same changes keep an approval: it goes to the plan that took the place.
  expect(second.changesDigest).toBe(first.changesDigest);
  const rejected = await stage.runs.reject(second.id, actor);
  expect(rejected).toMatchObject({
    ok: true,
    value: { status: "rejected", reasons: [{ code: "rejected_by_operator" }, {}] },
  });

  const third = await stage.sync();
  stage.clock.advance(DAY - 1);
  expect((await stage.runs.find(third.id))?.status).toBe("waiting_for_approval");
  stage.clock.advance(1);
  expect(await stage.runs.approve(third.id, third.changesDigest ?? "", actor)).toEqual({
    ok: false,
    error: { code: "sync_run_not_waiting" },
  });
  expect(await stage.runs.find(third.id)).toMatchObject({
    status: "rejected",
    reasons: [{ code: "approval_expired" }, {}],
  });
  expect(await stage.statuses()).toEqual([]);
});

test("an approval that names a replaced run goes to its heir with the same changes", async () => {
  await stage.sync();
  stage.feishu.snapshot = without(6);
  const first = await stage.sync();
  const second = await stage.sync();
  const approved = await stage.ended(await stage.runs.approve(first.id, first.changesDigest ?? "", actor));
  expect(approved).toMatchObject({ id: second.id, status: "succeeded" });
  expect(await stage.statuses()).toHaveLength(6);
});

test("a range that shrank removes nobody until it is accepted", async () => {
  stage.feishu.snapshot = {
    ...company(20),
    coverage: { ...company(20).coverage, range: { mode: "partial", departments: [openDepartmentId("d1")], users: [] } },
  };
  await stage.sync();
  const left = company(4, () => ({ memberships: [] }));
  const range = { mode: "partial" as const, departments: [], users: left.users.map(({ openId }) => openId) };
  stage.feishu.snapshot = { ...left, departments: [], coverage: { ...left.coverage, range } };
  const shrunk = await stage.sync();
  expect(shrunk.status).toBe("waiting_for_approval");
  expect(shrunk.reasons.map(({ code }) => code)).toContain("contact_range_shrunk");
  expect(await stage.statuses()).toEqual([]);
  expect(await stage.ended(await stage.runs.approve(shrunk.id, shrunk.changesDigest ?? "", actor))).toMatchObject({
    status: "succeeded",
  });
  expect(await stage.statuses()).toEqual([]);
  stage.settings = { ...stage.settings, policy: { ...policy, guard: { percent: 100, minimum: 100 } } };
  expect(await stage.sync()).toMatchObject({ counts: { users: { disabled: 16 } } });
});

test("approving looks at every record again and leaves out what changed since", async () => {
  await stage.sync();
  stage.feishu.snapshot = without(6);
  const held = await stage.sync();
  const users = makeUsers({ database: stage.database, clock: stage.clock });
  await users.disable({ kind: "username", username: "u19" }, { actor, mayTouchOwners: true });
  const approved = await stage.ended(await stage.runs.approve(held.id, held.changesDigest ?? "", actor));
  expect(approved).toMatchObject({ status: "partially_succeeded", counts: { users: { disabled: 5, failed: 1 } } });
  const failed = await stage.plans.readChanges(
    held.planId as PlanId,
    { outcome: "failed" },
    { limit: 10, cursor: null },
  );
  expect(failed.ok && failed.value.items).toMatchObject([
    { label: "Person u19", failure: { code: "changed_since_plan" } },
  ]);
});
