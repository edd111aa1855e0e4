/** The Feishu connection and its settings; what other features may use of it. */
export type { ConnectionSettings, ConnectionStore, FeishuConnection } from "./connection-store.ts";
