import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { worlds } from "../../../test/support/generated-directories.ts";
import {
  addConnection,
  clearDirectory,
  comparable,
  readDirectory,
  withUuids,
  writeDirectory,
} from "../../../test/support/sync-database.ts";
import { tools } from "../../../test/support/sync-makers.ts";
import type { PlanId } from "../../core/kernel/ids.ts";
import { digestChanges, plan } from "../../core/sync/plan.ts";
import type { Plan } from "../../core/sync/plan-types.ts";
import { planRevert } from "../../core/sync/revert.ts";
import { simulate } from "../../core/sync/simulate.ts";
import type { DirectorySnapshot } from "../../core/sync/snapshot.ts";
import { systemClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { applyPlan } from "./apply-plan.ts";
import { readAppliedSteps } from "./change-row-reader.ts";
import { headOf, storePlan } from "./plan-store.ts";
import { openRun, type RunLease } from "./run-lease-store.ts";

/** Generated directories; a soak asks for more. */
const RUNS = Number(process.env["LARKBRIDGE_TEST_RUNS"] ?? 500);

/** Law 8 of the architecture: what PostgreSQL holds after applying equals what `simulate` says. */

let database: OpenDatabase;
let connectionId: string;
let lease: RunLease;
beforeAll(async () => {
  database = await openTestDatabase();
  connectionId = await addConnection(database);
  const requestedBy = { kind: "system", id: null, name: "test" } as const;
  const run = {
    connectionId,
    trigger: "manual",
    requestedBy,
    target: { kind: "all" },
    now: systemClock.now(),
  } as const;
  lease = (await openRun(database, run)) as RunLease;
});
afterAll(async () => {
  await lease.release();
  await database.close();
});

async function apply(made: Plan, revision: number | null): Promise<DirectorySnapshot> {
  const { runId } = lease;
  const head = headOf(randomUUID() as PlanId, made);
  await storePlan(database, made, head, { connectionId, readFrom: null, createdAt: systemClock.now() });
  await applyPlan(
    { database, clock: systemClock, readWantedTopics: async () => [] },
    {
      planId: head.id,
      runId,
      connectionId,
      approved: false,
      revertsPlanId: null,
      look: false,
      firstSeq: 0,
      endSeq: head.changeCount + head.heldCount,
      revision,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    },
  );
  return readDirectory(database, connectionId);
}

test("applying a plan to PostgreSQL equals simulating it, undoing it as well, with nothing left out", {
  timeout: 60_000 + RUNS * 1_000,
}, async () => {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(worlds, fc.boolean(), async (generated, lookAtEverything) => {
      const world = withUuids(generated);
      await clearDirectory(database);
      await writeDirectory(database, connectionId, world.directory);
      const before = await readDirectory(database, connectionId);
      expect(comparable(before)).toEqual(comparable(world.directory));
      const made = plan({ ...world, directory: before, tools });
      // Held steps are applied as if they had been approved.
      const all = [...made.changes, ...made.held];
      const expected = simulate(all, before);
      steps += all.length;
      await database.pool.query("delete from sync_block");
      const after = await apply(made, lookAtEverything ? null : before.revision);
      expect(comparable(after)).toEqual(comparable(expected));

      const applied = (await readAppliedSteps(database.kysely, lease.runId, null)).map(({ change }) => change);
      expect(applied).toEqual(JSON.parse(JSON.stringify(all)));
      const undone = planRevert({ applied, directory: after, guard: world.policy.guard, history: world.history });
      const { changes, held } = undone;
      const revert = { ...made, changes, held, changesDigest: digestChanges(tools.hash, changes, held) };
      expect(comparable(await apply(revert, null))).toEqual(comparable(simulate([...changes, ...held], after)));
    }),
    { numRuns: RUNS },
  );
  expect(steps).toBeGreaterThan(0);
  const { rows } = await database.pool.query("select code, message from sync_failure");
  expect(rows).toEqual([]);
});
