import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Actor } from "../../src/core/kernel/actor.ts";
import type { SyncPolicy } from "../../src/core/sync/policy.ts";
import type { SourceUser } from "../../src/core/sync/snapshot.ts";
import { type ActiveRuns, makeActiveRuns } from "../../src/features/sync/active-runs.ts";
import { type MemorySource, makeMemorySource } from "../../src/features/sync/memory-source.ts";
import { makePlanJob, type PlanRequest } from "../../src/features/sync/plan-job.ts";
import { planHere, startPlanWorker } from "../../src/features/sync/plan-worker.ts";
import type { Preview, StoredPlan, SyncPlans, SyncRun, SyncRuns } from "../../src/features/sync/ports.ts";
import type { StartDeps } from "../../src/features/sync/start-run.ts";
import { makeSyncPlans } from "../../src/features/sync/sync-plans.ts";
import { makeSyncRuns } from "../../src/features/sync/sync-runs.ts";
import { fixedClock } from "../../src/platform/clock/clock.ts";
import type { OpenDatabase } from "../../src/platform/db/open-database.ts";
import { loadRomanizer } from "../../src/platform/romanize/romanize.ts";
import { openTestDatabase } from "./database.ts";
import { addConnection, clearDirectory, readDirectory } from "./sync-database.ts";
import { inDepartments, policy, source, sourceDepartment, sourceUser, tools } from "./sync-makers.ts";

export const DAY = 24 * 60 * 60 * 1000;
export const actor: Actor = { kind: "operator", id: "1", name: "Ada" };

/** Twenty people in one of two departments. */
export function company(size: number, change: (key: number) => Partial<SourceUser> = () => ({})) {
  const users = Array.from({ length: size }, (_, key) =>
    sourceUser(`u${key}`, { memberships: inDepartments("d1"), ...change(key) }),
  );
  return source({ users, departments: [sourceDepartment("d1"), sourceDepartment("d2", "d1")] });
}

/** The company without its last people; the rest may have changed. */
export function without(count: number, change?: (key: number) => Partial<SourceUser>) {
  const all = company(20, change);
  return { ...all, users: all.users.slice(0, 20 - count) };
}

type Started = { ok: true; value: SyncRun } | { ok: false; error: { code: string } };

/** Sync on a real database over a source in memory, fresh for each test. */
export class SyncRehearsal {
  database!: OpenDatabase;
  connectionId!: string;
  clock!: ReturnType<typeof fixedClock>;
  feishu!: MemorySource;
  active!: ActiveRuns;
  deps!: StartDeps;
  runs!: SyncRuns;
  plans!: SyncPlans;
  /** A thread takes half a second to start; only tests that break off a planning, and one that shows it does the same, use one. */
  inThread = false;
  /** The events somebody wants. */
  wanted!: readonly string[];
  settings!: { enabled: boolean; policy: SyncPolicy };
  /** What was told to whoever mends things; has to be taken out by a test that expects it. */
  readonly errors: unknown[] = [];

  async reset(): Promise<void> {
    const { database } = this;
    await database.pool.query("truncate feishu_connection, sync_change, sync_issue, audit_record, outbox cascade");
    await clearDirectory(database);
    this.connectionId = await addConnection(database);
    this.clock = fixedClock("2026-03-01T08:00:00Z");
    this.feishu = makeMemorySource(company(20));
    this.active = makeActiveRuns();
    this.settings = { enabled: true, policy };
    this.inThread = false;
    this.wanted = ["user.created", "user.disabled", "user.deleted", "user.restored"];
    this.deps = {
      database,
      clock: this.clock,
      active: this.active,
      findConnection: async () => ({ id: this.connectionId, ...this.settings }),
      openSource: async () => this.feishu,
      startPlanner: (request: PlanRequest) =>
        this.inThread
          ? startPlanWorker(database.url, request)
          : planHere(makePlanJob(database, request, tools.hash, loadRomanizer)),
      readWantedTopics: async () => this.wanted,
      onError: (_: string, error: unknown) => void this.errors.push(error),
    };
    this.runs = makeSyncRuns(this.deps);
    this.plans = makeSyncPlans(this.deps);
  }

  /** Waits for the end of a run that was started. */
  async ended(started: Started): Promise<SyncRun> {
    if (!started.ok) throw new Error(started.error.code);
    await this.active.ended(started.value.id);
    const run = await this.runs.find(started.value.id);
    if (run === undefined) throw new Error("the run is gone");
    return run;
  }

  async sync(): Promise<SyncRun> {
    return this.ended(await this.runs.start({ kind: "all" }, actor));
  }

  /** Makes a preview of everything and waits for it. */
  async preview(): Promise<Preview> {
    const started = await this.plans.start({ kind: "all" }, actor);
    if (!started.ok) throw new Error(started.error.code);
    const { value } = started;
    if (value.status === "ready") return value;
    await this.active.ended(value.id);
    const made = await this.plans.wait(value.id, 0, new AbortController().signal);
    if (made === undefined) throw new Error("the preview is gone");
    return made;
  }

  /** The plan of a preview that comes to one. */
  async previewedPlan(): Promise<StoredPlan> {
    const preview = await this.preview();
    if (preview.status !== "ready") throw new Error(preview.status);
    return preview.plan;
  }

  async people() {
    return (await readDirectory(this.database, this.connectionId)).users;
  }

  /** Whoever is not active. */
  async statuses(): Promise<string[]> {
    const people = await this.people();
    const gone = people.filter(({ status }) => status !== "active");
    return gone.map(({ username, status }) => `${username} ${status}`).sort();
  }
}

/** Registers the rehearsal with the test file; nothing may go wrong unheard. */
export function rehearseSync(): SyncRehearsal {
  const stage = new SyncRehearsal();
  beforeAll(async () => {
    stage.database = await openTestDatabase();
  });
  afterAll(() => stage.database.close());
  beforeEach(() => stage.reset());
  afterEach(async () => {
    await stage.active.stop();
    expect(stage.errors.splice(0)).toEqual([]);
  });
  return stage;
}
