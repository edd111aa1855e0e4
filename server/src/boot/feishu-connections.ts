import { connectFeishu, type FeishuConnector } from "../connectors/feishu/index.ts";
import type { ConnectionStore, FeishuConnection } from "../features/integration/index.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { Secrets } from "../platform/log/secrets.ts";

/** Connectors by connection: one per app and process, because limits and token are shared by all that is asked through it. */
export interface FeishuConnections {
  /** The connector of a connection as it is configured now; a changed one is opened anew. */
  open(connection: FeishuConnection): Promise<FeishuConnector>;
  openById(id: string): Promise<FeishuConnector>;
  close(): void;
}

export function makeFeishuConnections(connections: ConnectionStore, clock: Clock, secrets: Secrets): FeishuConnections {
  const opened = new Map<string, { readonly version: string; readonly connector: FeishuConnector }>();

  async function open(connection: FeishuConnection): Promise<FeishuConnector> {
    const known = opened.get(connection.id);
    if (known?.version === connection.updatedAt) return known.connector;
    const appSecret = await connections.readSecret(connection.id);
    secrets.add(appSecret);
    const { appId, openUrl, settings } = connection;
    const connector = connectFeishu({ appId, appSecret, openUrl, rateLimit: settings.rateLimit, clock });
    opened.set(connection.id, { version: connection.updatedAt, connector });
    known?.connector.close();
    return connector;
  }

  return {
    open,
    async openById(id) {
      const connection = await connections.findMain();
      if (connection?.id !== id) throw new Error(`the connection ${id} is gone`);
      return open(connection);
    },
    close() {
      for (const { connector } of opened.values()) connector.close();
      opened.clear();
    },
  };
}
