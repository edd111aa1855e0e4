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
  /** Begins to hand events on to whoever wants them, and to deliver webhooks. */
  start(): void;
  stop(): Promise<void>;
}

/** Puts the relay of events and webhooks together. */
export function composeWebhooks(parts: {
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
  const begun: { stop(): Promise<void> }[] = [];
  return {
    webhooks: makeWebhooks(deps),
    start() {
      begun.push(
        startRelay({
          ...{ database, subscribers },
          onError: (error) => log.error({ err: error }, "events could not be handed on"),
        }),
        startDelivering(deps),
      );
    },
    async stop() {
      for (const one of begun) await one.stop();
    },
  };
}
