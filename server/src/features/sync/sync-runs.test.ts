import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { addConnection, clearDirectory, readDirectory } from "../../../test/support/sync-database.ts";
import {
  inDepartments,
  openDepartmentId,
  policy,
  source,
  sourceDepartment,
  sourceUser,
  tools,
} from "../../../test/support/sync-makers.ts";
import type { Actor } from "../../core/kernel/actor.ts";
import type { PlanId, RunId } from "../../core/kernel/ids.ts";
import type { SyncPolicy } from "../../core/sync/policy.ts";
import type { SourceUser } from "../../core/sync/snapshot.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { loadRomanizer } from "../../platform/romanize/romanize.ts";
import { makeUsers } from "../directory/index.ts";
import { type ActiveRuns, makeActiveRuns } from "./active-runs.ts";
import { type MemorySource, makeMemorySource } from "./memory-source.ts";
import { makePlanJob, type PlanRequest } from "./plan-job.ts";
import { type PlanWorker, startPlanWorker } from "./plan-worker.ts";
import type { SyncPlans, SyncRun, SyncRuns } from "./ports.ts";
import { closeInterrupted, openRun } from "./run-lease-store.ts";
import { makeSyncPlans } from "./sync-plans.ts";
import { makeSyncRuns } from "./sync-runs.ts";

const DAY = 24 * 60 * 60 * 1000;
const actor: Actor = { kind: "operator", id: "1", name: "Ada" };

let database: OpenDatabase;
let connectionId: string;
let clock: ReturnType<typeof fixedClock>;
let feishu: MemorySource;
let active: ActiveRuns;
let runs: SyncRuns;
let plans: SyncPlans;
let inThread: boolean;
let settings: { enabled: boolean; policy: SyncPolicy };
const errors: unknown[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query("truncate feishu_connection, audit_record, outbox cascade");
  await clearDirectory(database);
  connectionId = await addConnection(database);
  clock = fixedClock("2026-03-01T08:00:00Z");
  feishu = makeMemorySource(company(20));
  active = makeActiveRuns();
  settings = { enabled: true, policy };
  inThread = false;
  const deps = {
    database,
    clock,
    active,
    findConnection: async () => ({ id: connectionId, ...settings }),
    openSource: async () => feishu,
    startPlanner: (request: PlanRequest) => (inThread ? startPlanWorker(database.url, request) : planHere(request)),
    onError: (_: string, error: unknown) => void errors.push(error),
  };
  runs = makeSyncRuns(deps);
  plans = makeSyncPlans(deps);
});
afterEach(async () => {
  await active.stop();
  expect(errors.splice(0)).toEqual([]);
});

/** A thread takes half a second to start; only tests that break off a planning, and one that shows it does the same, use one. */
function planHere(request: PlanRequest): PlanWorker {
  return { ...makePlanJob(database, request, tools.hash, loadRomanizer), close: () => Promise.resolve() };
}

function company(size: number, change: (key: number) => Partial<SourceUser> = () => ({})) {
  const users = Array.from({ length: size }, (_, key) =>
    sourceUser(`u${key}`, { memberships: inDepartments("d1"), ...change(key) }),
  );
  return source({ users, departments: [sourceDepartment("d1"), sourceDepartment("d2", "d1")] });
}

/** The company without its last people; the rest may have changed. */
function without(count: number, change?: (key: number) => Partial<SourceUser>) {
  const all = company(20, change);
  return { ...all, users: all.users.slice(0, 20 - count) };
}

async function ended(
  started: Awaited<ReturnType<SyncRuns["start"]>> | { ok: false; error: { code: string } },
): Promise<SyncRun> {
  if (!started.ok) throw new Error(started.error.code);
  await active.ended(started.value.id);
  const run = await runs.find(started.value.id);
  if (run === undefined) throw new Error("the run is gone");
  return run;
}

const sync = async () => ended(await runs.start({ kind: "all" }, actor));
const people = async () => (await readDirectory(database, connectionId)).users;
const statuses = async () =>
  (await people())
    .filter(({ status }) => status !== "active")
    .map(({ username, status }) => `${username} ${status}`)
    .sort();
const topics = async () =>
  (await database.pool.query<{ topic: string }>("select topic from outbox order by id")).rows.map(({ topic }) => topic);

test("a first sync creates everybody, and an unchanged one writes nothing", async () => {
  inThread = true;
  const first = await sync();
  expect(first.status).toBe("succeeded");
  expect(first.counts.users.created).toBe(20);
  expect(first.counts.departments.created).toBe(2);
  expect(first.counts.memberships.created).toBe(20);
  expect(first.progress.phase).toBe("reporting");
  const before = await readDirectory(database, connectionId);
  const second = await sync();
  expect(second.status).toBe("succeeded");
  expect(second.counts.users).toMatchObject({ created: 0, updated: 0, unchanged: 20 });
  expect(await readDirectory(database, connectionId)).toEqual(before);
  expect((await topics()).filter((topic) => topic === "user.created")).toHaveLength(20);
});

test("removals beyond the guard wait; approving their digest applies them, and they do not count again", async () => {
  await sync();
  feishu.snapshot = without(6, (key) => (key === 0 ? { jobTitle: "Chief" } : {}));
  const held = await sync();
  expect(held).toMatchObject({
    status: "waiting_for_approval",
    heldCount: 6 + 6,
    reasons: [{ code: "removal_guard" }],
  });
  expect(held.counts.users).toMatchObject({ updated: 1, disabled: 0 });
  expect(await statuses()).toEqual([]);

  const digest = held.changesDigest ?? "";
  expect(await runs.approve(held.id, "another", actor)).toEqual({
    ok: false,
    error: { code: "changes_digest_mismatch" },
  });
  const approved = await ended(await runs.approve(held.id, digest, actor));
  expect(approved).toMatchObject({ id: held.id, status: "succeeded", decidedBy: actor, heldCount: 0 });
  expect(approved.counts.users).toMatchObject({ updated: 1, disabled: 6 });
  expect(await statuses()).toHaveLength(6);
  expect(await runs.approve(held.id, digest, actor)).toEqual({ ok: false, error: { code: "sync_run_not_waiting" } });

  feishu.snapshot = without(10);
  const next = await sync();
  expect(next).toMatchObject({ status: "succeeded", counts: { users: { disabled: 4 } } });
  feishu.snapshot = without(12);
  expect(await sync()).toMatchObject({
    status: "waiting_for_approval",
    reasons: [{ code: "removal_guard", detail: { recent: 4 } }],
  });
});

test("a held plan is rejected by an operator, dropped after 24 hours, or replaced by a newer one", async () => {
  await sync();
  feishu.snapshot = without(6);
  const first = await sync();
  const second = await sync();
  expect(await runs.find(first.id)).toMatchObject({
    status: "rejected",
    reasons: [{ code: "plan_replaced" }, { code: "removal_guard" }],
  });
  // The same changes keep an approval: it goes to the plan that took the place.
  expect(second.changesDigest).toBe(first.changesDigest);
  const rejected = await runs.reject(second.id, actor);
  expect(rejected).toMatchObject({
    ok: true,
    value: { status: "rejected", reasons: [{ code: "rejected_by_operator" }, {}] },
  });

  const third = await sync();
  clock.advance(DAY - 1);
  expect((await runs.find(third.id))?.status).toBe("waiting_for_approval");
  clock.advance(1);
  expect(await runs.approve(third.id, third.changesDigest ?? "", actor)).toEqual({
    ok: false,
    error: { code: "sync_run_not_waiting" },
  });
  expect(await runs.find(third.id)).toMatchObject({ status: "rejected", reasons: [{ code: "approval_expired" }, {}] });
  expect(await statuses()).toEqual([]);
});

test("an approval that names a replaced run goes to its heir with the same changes", async () => {
  await sync();
  feishu.snapshot = without(6);
  const first = await sync();
  const second = await sync();
  const approved = await ended(await runs.approve(first.id, first.changesDigest ?? "", actor));
  expect(approved).toMatchObject({ id: second.id, status: "succeeded" });
  expect(await statuses()).toHaveLength(6);
});

test("a range that shrank removes nobody until it is accepted", async () => {
  feishu.snapshot = {
    ...company(20),
    coverage: { ...company(20).coverage, range: { mode: "partial", departments: [openDepartmentId("d1")], users: [] } },
  };
  await sync();
  const left = company(4, () => ({ memberships: [] }));
  const range = { mode: "partial" as const, departments: [], users: left.users.map(({ openId }) => openId) };
  feishu.snapshot = { ...left, departments: [], coverage: { ...left.coverage, range } };
  const shrunk = await sync();
  expect(shrunk.status).toBe("waiting_for_approval");
  expect(shrunk.reasons.map(({ code }) => code)).toContain("contact_range_shrunk");
  expect(await statuses()).toEqual([]);
  expect(await ended(await runs.approve(shrunk.id, shrunk.changesDigest ?? "", actor))).toMatchObject({
    status: "succeeded",
  });
  expect(await statuses()).toEqual([]);
  settings = { ...settings, policy: { ...policy, guard: { percent: 100, minimum: 100 } } };
  expect(await sync()).toMatchObject({ counts: { users: { disabled: 16 } } });
});

test("approving looks at every record again and leaves out what changed since", async () => {
  await sync();
  feishu.snapshot = without(6);
  const held = await sync();
  const users = makeUsers({ database, clock });
  await users.disable({ kind: "username", username: "u19" }, actor);
  const approved = await ended(await runs.approve(held.id, held.changesDigest ?? "", actor));
  expect(approved).toMatchObject({ status: "partially_succeeded", counts: { users: { disabled: 5, failed: 1 } } });
  const failed = await plans.readChanges(held.planId as PlanId, { outcome: "failed" }, { limit: 10, cursor: null });
  expect(failed.ok && failed.value.items).toMatchObject([
    { label: "Person u19", failure: { code: "changed_since_plan" } },
  ]);
});

test("a person whose record the database refuses is left out, everybody else is created, and a retry asks for that one only", async () => {
  // The username is taken between planning and applying, and no bump of the revision tells of it.
  await database.pool.query(
    `create function take_username() returns trigger language plpgsql as $$ begin
       insert into directory_user (id, username, name, origin) values (gen_random_uuid(), 'U7', 'Local', 'built_in'); return new; end $$;
     create trigger take after insert on sync_plan for each row execute function take_username()`,
  );
  const run = await sync();
  await database.pool.query("drop trigger take on sync_plan; drop function take_username");
  expect(run).toMatchObject({
    status: "partially_succeeded",
    reasons: [{ code: "records_failed", detail: { failed: 2 } }],
  });
  expect(run.counts.users).toMatchObject({ created: 19, failed: 1 });
  expect(run.counts.memberships).toMatchObject({ created: 19, failed: 1 });
  const failures = await plans.readChanges(run.planId as PlanId, { outcome: "failed" }, { limit: 10, cursor: null });
  expect(failures.ok && failures.value.items.map(({ kind, label, failure }) => [kind, label, failure?.code])).toEqual([
    ["users", "Person u7", "write_refused"],
    ["memberships", "Person u7", "write_refused"],
  ]);

  const retried = await ended(await runs.retry(run.id, actor));
  expect(retried).toMatchObject({
    status: "succeeded",
    trigger: "retry",
    retriesRunId: run.id,
    target: { kind: "users", openIds: ["ou_u7"] },
  });
  expect((await people()).map(({ username }) => username)).toContain("u72");
  expect(await runs.retry(retried.id, actor)).toEqual({ ok: false, error: { code: "nothing_to_retry" } });
});

test("a database in trouble fails the run and blames no record; the next run converges", async () => {
  await database.pool.query(
    `create function no_space() returns trigger language plpgsql as $$ begin
       if new.first_seq > 0 or new.last_seq > 0 then raise exception using errcode = '53100', message = 'no space left'; end if;
       return new; end $$;
     create trigger full_disk before insert on sync_block for each row execute function no_space()`,
  );
  const run = await sync();
  await database.pool.query("drop trigger full_disk on sync_block; drop function no_space");
  expect(run).toMatchObject({
    status: "failed",
    reasons: [{ code: "internal_error" }],
    counts: { users: { created: 0, failed: 0 } },
  });
  expect(errors.splice(0)).toMatchObject([{ code: "53100" }]);
  expect(await people()).toEqual([]);
  expect(await sync()).toMatchObject({ status: "succeeded", counts: { users: { created: 20 } } });
});

test("undoing a run brings everybody back and pins them until Feishu asks for something else", async () => {
  await sync();
  feishu.snapshot = without(3);
  const departure = await sync();
  expect(await statuses()).toHaveLength(3);
  const undone = await ended(await runs.revert(departure.id, null, actor));
  expect(undone).toMatchObject({
    status: "succeeded",
    trigger: "revert",
    revertsRunId: departure.id,
    counts: { users: { restored: 3 } },
  });
  expect(await statuses()).toEqual([]);
  expect(await sync()).toMatchObject({ status: "succeeded", counts: { users: { disabled: 0, skipped: 3 } } });
  feishu.snapshot = company(20);
  expect(await sync()).toMatchObject({ counts: { users: { skipped: 0 } } });
  clock.advance(DAY + 1);
  feishu.snapshot = without(3);
  expect(await sync()).toMatchObject({ counts: { users: { disabled: 3 } } });
  expect(await runs.revert(undone.id, { kind: "username", username: "nobody" }, actor)).toEqual({
    ok: false,
    error: { code: "user_not_found" },
  });
});

test("one person in a run can be undone; the others stay as they are", async () => {
  await sync();
  feishu.snapshot = without(3);
  const departure = await sync();
  await ended(await runs.revert(departure.id, { kind: "email", email: "u18@example.com" }, actor));
  expect(await statuses()).toEqual(["u17 disabled", "u19 disabled"]);
  expect(await runs.revert(departure.id, { kind: "username", username: "u1" }, actor)).toEqual({
    ok: false,
    error: { code: "nothing_to_revert" },
  });
});

test("undoing the first sync removes what it made and does not ask the guard", async () => {
  const first = await sync();
  const undone = await ended(await runs.revert(first.id, null, actor));
  expect(undone).toMatchObject({
    status: "succeeded",
    counts: { users: { deleted: 20 }, departments: { deleted: 2 }, memberships: { deleted: 20 } },
  });
  const { rows } = await database.pool.query("select approved, count(*) as count from sync_removal group by approved");
  expect(rows).toEqual([{ approved: true, count: 20 }]);
});

test("one person is synced on demand without looking at anybody else", async () => {
  await sync();
  feishu.snapshot = company(20, () => ({ jobTitle: "Changed" }));
  const run = await ended(
    await runs.start({ kind: "users", users: [{ kind: "email", email: "u3@example.com" }] }, actor),
  );
  expect(run).toMatchObject({ status: "succeeded", counts: { users: { updated: 1, unchanged: 0 } } });
  feishu.snapshot = without(1);
  const gone = await ended(await runs.start({ kind: "users", users: [{ kind: "username", username: "u19" }] }, actor));
  expect(gone).toMatchObject({ counts: { users: { disabled: 1 } } });
  expect(await runs.start({ kind: "users", users: [{ kind: "username", username: "nobody" }] }, actor)).toMatchObject({
    ok: false,
    error: { code: "user_not_found" },
  });
});

test("a preview stores its plan and changes nothing", async () => {
  const preview = await plans.preview({ kind: "all" }, actor, new AbortController().signal);
  if (!preview.ok) throw new Error(preview.error.code);
  expect(preview.value).toMatchObject({ changeCount: 42, heldCount: 0, verdict: { kind: "applyable" } });
  expect(await people()).toEqual([]);
  expect(await runs.latest()).toBeUndefined();
  const rows = [];
  for await (const row of plans.exportChanges(preview.value.id, { kind: "memberships" })) rows.push(row);
  expect(rows[0]).toMatchObject({
    verb: "add_member",
    label: expect.stringMatching(/^Person u/),
    departmentLabel: "Department d1",
    outcome: "planned",
  });
  expect(rows).toHaveLength(20);
});

test("a source that cannot be read fails the run with its own words, and nothing changes", async () => {
  inThread = true;
  const failure = Object.assign(new Error("The app secret is wrong."), {
    code: "feishu_secret_wrong",
    cure: "Copy it again.",
    detail: {},
  });
  feishu.before = () => Promise.reject(failure);
  expect(await sync()).toMatchObject({
    status: "failed",
    planId: null,
    reasons: [{ code: "feishu_secret_wrong", message: "The app secret is wrong.", cure: "Copy it again." }],
  });
  expect(await plans.preview({ kind: "all" }, actor, new AbortController().signal)).toMatchObject({
    ok: false,
    error: { code: "source_unreadable" },
  });
});

test("an incomplete reading is applied, removes nobody, and says what was missing", async () => {
  await sync();
  const part = without(3);
  const unread = [{ what: "department_members" as const, key: "od-d1", code: "feishu_timeout", message: "no answer" }];
  feishu.snapshot = { ...part, coverage: { ...part.coverage, unread } };
  expect(await sync()).toMatchObject({
    status: "partially_succeeded",
    reasons: [{ code: "source_incomplete", detail: { unread: 1 } }],
  });
  expect(await statuses()).toEqual([]);
});

test("one run at a time, cancelled before it applied anything", async () => {
  inThread = true;
  const reading = Promise.withResolvers<void>();
  feishu.before = () => reading.promise;
  const started = await runs.start({ kind: "all" }, actor);
  expect(await runs.start({ kind: "all" }, actor)).toEqual({ ok: false, error: { code: "sync_already_running" } });
  if (!started.ok) throw new Error(started.error.code);
  expect(await runs.revert(started.value.id, null, actor)).toEqual({
    ok: false,
    error: { code: "sync_run_not_finished" },
  });
  await runs.cancel(started.value.id, actor);
  reading.resolve();
  expect(await ended(started)).toMatchObject({ status: "cancelled", reasons: [{ code: "cancelled_by_operator" }] });
  expect(await people()).toEqual([]);
  expect(await runs.cancel(started.value.id, actor)).toEqual({ ok: false, error: { code: "sync_run_not_running" } });
});

test("a process that stops leaves an interrupted run, and the next one goes on", async () => {
  inThread = true;
  const reading = Promise.withResolvers<void>();
  feishu.before = () => reading.promise;
  const started = await runs.start({ kind: "all" }, actor);
  const stopping = active.stop();
  reading.resolve();
  await stopping;
  expect(await ended(started)).toMatchObject({ status: "interrupted", reasons: [{ code: "run_interrupted" }] });
  feishu.before = undefined;
  expect(await sync()).toMatchObject({ status: "succeeded" });
});

test("a run whose process died is closed as soon as anybody looks, and one that lives is not", async () => {
  const run = {
    connectionId,
    trigger: "manual",
    requestedBy: actor,
    target: { kind: "all" },
    now: clock.now(),
  } as const;
  const lease = await openRun(database, run);
  expect(await closeInterrupted(database.kysely, clock.now())).toEqual([]);
  expect(await openRun(database, run)).toBeUndefined();
  // The lock is all that tells; a killed process drops it with its connection.
  await lease?.release();
  expect(await closeInterrupted(database.kysely, clock.now())).toEqual([lease?.runId]);
  expect(await runs.find(lease?.runId as RunId)).toMatchObject({ status: "interrupted" });
});

test("sync switched off or not set up refuses to start", async () => {
  settings = { ...settings, enabled: false };
  expect(await runs.start({ kind: "all" }, actor)).toEqual({ ok: false, error: { code: "user_sync_disabled" } });
});
