import type { SyncConnection } from "../connection.ts";
import type { StartDeps } from "../start-run.ts";
import type { LookDeps } from "./look-at.ts";

/** The connection that owns sync, and whether its events are listened to. */
export interface LiveConnection extends SyncConnection {
  readonly listens: boolean;
}

export interface LiveDeps extends StartDeps, LookDeps {
  readonly findConnection: () => Promise<LiveConnection | undefined>;
}
