import type { ChangeName } from "../../core/ldap/provision/narrow-plan.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { LdapRun, LdapServers, ReadableDirectory, ServerAddress, TargetSettings } from "./ports.ts";
import type { LdapRunLease } from "./run-lease-store.ts";

/** What every run needs, whatever its server. */
export interface ReconcileDeps {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly servers: LdapServers;
  readonly directory: ReadableDirectory;
  /** Told of failures that are ours to look at. */
  readonly onError: (message: string, error: unknown) => void;
}

/** One run. */
export interface ReconcileWork {
  readonly lease: LdapRunLease;
  readonly targetId: string;
  readonly settings: TargetSettings;
  readonly address: ServerAddress;
  readonly purpose: LdapRun["purpose"];
  /** What somebody saw and agreed to: a whole plan, or what a run held. */
  readonly agreed: { readonly to: "plan" | "held"; readonly digest: string } | null;
  /** A retry is of these entries alone; null: of everything. */
  readonly only: readonly ChangeName[] | null;
}
