import { isFailure } from "../connectors/feishu/failure.ts";
import { connectFeishu, type FeishuConnector } from "../connectors/feishu/index.ts";
import { type ChangeIntegration, makeChangeIntegration } from "../features/integration/change-integration.ts";
import { makeConnectionChanges } from "../features/integration/connection-change-store.ts";
import { makeDraftStore } from "../features/integration/draft-store.ts";
import type { CandidateApp, FeishuProbe } from "../features/integration/feishu-probe.ts";
import type { ConnectionStore, FeishuConnection } from "../features/integration/index.ts";
import { makeIntegrations, type NextRuns } from "../features/integration/integrations.ts";
import type { Integrations } from "../features/integration/ports.ts";
import { makeRemovalStore } from "../features/integration/removal-store.ts";
import type { Reschedule } from "../features/integration/reschedule.ts";
import { makeSetUp, type SetUp } from "../features/integration/set-up.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { SecretBox } from "../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { Secrets } from "../platform/log/secrets.ts";
import type { FeishuConnections } from "./feishu-connections.ts";

export interface IntegrationBoot {
  readonly database: OpenDatabase;
  readonly box: SecretBox;
  readonly connections: ConnectionStore;
  readonly feishu: FeishuConnections;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly nextRuns: NextRuns;
  readonly reschedule: Reschedule;
  readonly publicUrl: () => Promise<string>;
}

/** The integration's use cases. */
export interface Integration {
  readonly integrations: Integrations;
  readonly setUp: SetUp;
  readonly change: ChangeIntegration;
  /** Where people reach this server; callback and workbench addresses begin with it. */
  readonly publicUrl: () => Promise<string>;
}

/** Somebody waits in front of a form: trouble is told sooner than a sync would give up. */
const CANDIDATE = { rateLimit: { perSecond: 50, perMinute: 1000 }, timeoutMs: 5_000, retryMs: 200 } as const;

/** Puts the integration's use cases together. */
export function makeIntegration(boot: IntegrationBoot): Integration {
  const { database, box, connections, nextRuns, reschedule } = boot;
  const parts = {
    connections,
    changes: makeConnectionChanges(database.kysely, box),
    drafts: makeDraftStore(database.kysely, box),
    removals: makeRemovalStore(database.kysely),
    probe: makeProbe(boot),
    nextRuns,
    reschedule,
  };
  return {
    integrations: makeIntegrations(parts),
    setUp: makeSetUp(parts),
    change: makeChangeIntegration(parts),
    publicUrl: boot.publicUrl,
  };
}

function makeProbe({ feishu, clock, secrets }: IntegrationBoot): FeishuProbe {
  /** A connected app is asked over its own connection, whose limits and token all share; a candidate over one of its own. */
  async function withConnector<Value>(
    app: FeishuConnection | CandidateApp,
    ask: (connector: FeishuConnector) => Promise<Value>,
  ): Promise<Value> {
    if ("id" in app) return ask(await feishu.open(app));
    secrets.add(app.appSecret);
    const connector = connectFeishu({ ...CANDIDATE, ...app, clock });
    try {
      return await ask(connector);
    } finally {
      connector.close();
    }
  }
  return {
    diagnose: (app, signal) => withConnector(app, (connector) => connector.diagnose(signal)),
    async samplePeople(app, limit, signal) {
      try {
        return { ok: true, value: await withConnector(app, (connector) => connector.samplePeople(limit, signal)) };
      } catch (error) {
        if (isFailure(error)) return { ok: false, error: { code: error.code } };
        throw error;
      }
    },
  };
}
