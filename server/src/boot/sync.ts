import type { Users } from "../features/directory/ports.ts";
import type { ConnectionStore } from "../features/integration/index.ts";
import type { NextRuns } from "../features/integration/integrations.ts";
import type { Reschedule } from "../features/integration/reschedule.ts";
import { makeActiveRuns } from "../features/sync/active-runs.ts";
import { makeExplainUser } from "../features/sync/explain-user.ts";
import { housekeeping, keepHouse } from "../features/sync/housekeeping.jobs.ts";
import { type Live, startLive } from "../features/sync/live/live.ts";
import type { LiveDeps } from "../features/sync/live/ports.ts";
import { startPlanWorker } from "../features/sync/plan-worker.ts";
import type { ExplainUser, SyncPlans, SyncRuns } from "../features/sync/ports.ts";
import { makeProvisionPerson } from "../features/sync/provision-person.ts";
import { nextRuns, scheduledSync, type Timing } from "../features/sync/sync.jobs.ts";
import { makeSyncPlans } from "../features/sync/sync-plans.ts";
import { makeSyncRuns } from "../features/sync/sync-runs.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import { makeJobQueue } from "../platform/jobs/job-queue.ts";
import type { Logger } from "../platform/log/logger.ts";
import { loadRomanizer } from "../platform/romanize/romanize.ts";
import type { FeishuConnections } from "./feishu-connections.ts";

export interface SyncParts {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly connections: ConnectionStore;
  readonly feishu: FeishuConnections;
  readonly users: Users;
  readonly log: Logger;
  /** For how long what was deleted can be restored, as it is set now. */
  readonly readDeletedDays: () => Promise<number>;
  readonly readWantedTopics: LiveDeps["readWantedTopics"];
}

/** Sync with its reader, its planner and its jobs. */
export interface Sync {
  readonly runs: SyncRuns;
  readonly plans: SyncPlans;
  readonly explain: ExplainUser;
  readonly provision: ReturnType<typeof makeProvisionPerson>;
  readonly nextRuns: NextRuns;
  /** Takes over changed timing, for every process. */
  readonly reschedule: Reschedule;
  /** Looks at what Feishu's events name. */
  readonly live: Live;
  /** Stops taking jobs, stops the runs of this process between two blocks, and waits for it. */
  stop(): Promise<void>;
}

const NEVER: Timing = { enabled: false, schedule: { kind: "manual" }, timeZone: "UTC" };

/** Puts sync together and starts its jobs. */
export async function startSync({
  database,
  clock,
  connections,
  feishu,
  users,
  log,
  readDeletedDays,
  readWantedTopics,
}: SyncParts): Promise<Sync> {
  const active = makeActiveRuns();
  const deps: LiveDeps = {
    database,
    clock,
    active,
    findConnection: async () => {
      const connection = await connections.findMain();
      return (
        connection && {
          id: connection.id,
          enabled: connection.settings.userSync.enabled,
          policy: connection.settings.userSync.policy,
          listens: connection.settings.eventsMode !== "off",
        }
      );
    },
    openSource: (connectionId) => feishu.openById(connectionId),
    startPlanner: (request) => startPlanWorker(database.url, request),
    loadRomanizer,
    readWantedTopics,
    onError: (message, error) => log.error({ err: error }, message),
  };
  const house = { database, clock, readDeletedDays };
  await keepHouse(house);
  const queue = makeJobQueue(database.url, (error) => log.error({ err: error }, "a job failed"));
  const connection = await connections.findMain();
  const timing = connection?.settings.userSync ?? NEVER;
  await queue.start([scheduledSync(deps, timing), housekeeping(house)]);
  const plans = makeSyncPlans(deps);
  const live = startLive(deps);
  return {
    live,
    runs: makeSyncRuns(deps),
    provision: makeProvisionPerson(deps),
    plans,
    explain: makeExplainUser({
      findConnection: deps.findConnection,
      users,
      plans,
      readRawUser: async (connectionId, openId, signal) =>
        (await feishu.openById(connectionId)).readRawUser(openId, signal),
    }),
    reschedule: (changed) => queue.reschedule(scheduledSync(deps, changed ?? NEVER)),
    nextRuns: (settings, count) => nextRuns(settings, clock.now(), count),
    async stop() {
      await queue.stop();
      await live.stop();
      await active.stop();
    },
  };
}
