import { FeishuFailure, outcomeOf } from "../connectors/feishu/index.ts";
import type { ConnectionStore } from "../features/integration/index.ts";
import {
  type MessageChannel,
  type Messages,
  makeMessages,
  makeQueueMessages,
  makeUpdateCards,
  type QueueMessages,
  startDelivery,
  type UpdateCards,
} from "../features/messages/index.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { SecretBox } from "../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { Logger } from "../platform/log/logger.ts";
import type { FeishuConnections } from "./feishu-connections.ts";

/** Messages as the rest of the server may use them. */
export interface RunningMessages {
  readonly queue: QueueMessages;
  readonly updateCards: UpdateCards;
  readonly messages: Messages;
  stop(): Promise<void>;
}

/** Puts messages together, and begins to send what is queued. */
export function startMessages(parts: {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly connections: Pick<ConnectionStore, "findMain">;
  readonly feishu: Pick<FeishuConnections, "openById">;
  readonly log: Logger;
}): RunningMessages {
  const { connections, feishu, log } = parts;
  const channel: MessageChannel = {
    async findConnection() {
      const connection = await connections.findMain();
      if (connection === undefined) return undefined;
      const { messageNotifications, userSync, singleSignOn } = connection.settings;
      return {
        id: connection.id,
        ...messageNotifications,
        userSync: userSync.enabled,
        singleSignOn: singleSignOn.enabled,
      };
    },
    openBot: (connectionId) => feishu.openById(connectionId),
    troubleOf: (error) => (error instanceof FeishuFailure ? outcomeOf(error) : undefined),
  };
  const queue = makeQueueMessages(parts);
  const delivery = startDelivery({
    ...parts,
    channel,
    onError: (message, error) => log.error({ err: error }, message),
  });
  return {
    queue,
    updateCards: makeUpdateCards(parts),
    messages: makeMessages({ ...parts, channel, queue, delivery }),
    stop: () => delivery.stop(),
  };
}
