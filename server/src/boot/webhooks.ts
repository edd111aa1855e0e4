import type { Config } from "../config/load.ts";
import {
  makeAllowedAddresses,
  makeWebhooks,
  type ReadNotificationCounts,
  startDelivering,
  type Webhooks,
} from "../features/webhooks/index.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { SecretBox } from "../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { Logger } from "../platform/log/logger.ts";
import { type OutboxSubscriber, startRelay } from "../platform/outbox/relay.ts";

/** How long a receiver has to answer. */
const TIMEOUT_MS = 10_000;

export interface RunningWebhooks {
  readonly webhooks: Webhooks;
  stop(): Promise<void>;
}

/** Hands events on to whoever wants them, and delivers webhooks. */
export function startWebhooks(parts: {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly log: Logger;
  readonly version: string;
  readonly subscribers: readonly OutboxSubscriber[];
  readonly readNotificationCounts: ReadNotificationCounts;
}): RunningWebhooks {
  const { config, database, log, subscribers } = parts;
  const networks = config.webhooks.private_networks?.split(",").map((network) => network.trim()) ?? [];
  const deps = {
    ...parts,
    sending: { addresses: makeAllowedAddresses(networks), timeoutMs: TIMEOUT_MS },
    onError: (message: string, error: unknown) => log.error({ err: error }, message),
  };
  const relay = startRelay({
    ...{ database, subscribers },
    onError: (error) => log.error({ err: error }, "events could not be handed on"),
  });
  const delivering = startDelivering(deps);
  return {
    webhooks: makeWebhooks(deps),
    async stop() {
      await relay.stop();
      await delivering.stop();
    },
  };
}
