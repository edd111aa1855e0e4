import type { Config } from "../config/load.ts";
import type { ConnectionStore } from "../features/integration/index.ts";
import { makeActiveRuns } from "../features/sync/active-runs.ts";
import { startPlanWorker } from "../features/sync/plan-worker.ts";
import type { SyncPlans, SyncRuns } from "../features/sync/ports.ts";
import type { StartDeps } from "../features/sync/start-run.ts";
import { makeSyncPlans } from "../features/sync/sync-plans.ts";
import { makeSyncRuns } from "../features/sync/sync-runs.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { Logger } from "../platform/log/logger.ts";
import type { FeishuConnections } from "./feishu-connections.ts";

export interface SyncParts {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly connections: ConnectionStore;
  readonly feishu: FeishuConnections;
  readonly log: Logger;
  readonly retention: Config["retention"];
}

/** Sync with its reader, its planner and its jobs. */
export async function makeSync({ database, clock, connections, feishu, log }: SyncParts): Promise<{
  readonly runs: SyncRuns;
  readonly plans: SyncPlans;
  explain: any;
  nextRuns: any;
  stop(): Promise<void>;
}> {
  const active = makeActiveRuns();
  const deps: StartDeps = {
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
        }
      );
    },
    openSource: (connectionId) => feishu.openById(connectionId),
    startPlanner: (request) => startPlanWorker(database.url, request),
    onError: (message, error) => log.error({ err: error }, message),
  };
  return {
    runs: makeSyncRuns(deps),
    plans: makeSyncPlans(deps),
    stop: () => active.stop(),
    explain: undefined as any,
    nextRuns: () => [],
  } as any;
}
