import type { SyncPolicy } from "../../core/sync/policy.ts";

/** The connection that owns user and organisation sync (S7), as runs need it. */
export interface SyncConnection {
  readonly id: string;
  /** `services.user_sync.enabled`. */
  readonly enabled: boolean;
  readonly policy: SyncPolicy;
}

/** Finds it as configured right now; undefined while no integration is set up. */
export type FindConnection = () => Promise<SyncConnection | undefined>;
