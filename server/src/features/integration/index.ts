/** The Feishu connection and its settings; what other features may use of it. */
export {
  type ConnectionDeclaration,
  type ConnectionStore,
  type FeishuConnection,
  makeConnectionStore,
} from "./connection-store.ts";
