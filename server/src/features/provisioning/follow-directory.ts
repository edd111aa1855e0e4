import { type ProvisioningDeps, startLdapRun } from "./make-provisioning.ts";
import { closeInterruptedLdapRuns } from "./run-lease-store.ts";
import { findDue } from "./target-store.ts";

const LOOK_EVERY_MS = 2000;
const ACTORS = {
  schedule: { kind: "schedule", id: null, name: "schedule" },
  event: { kind: "event", id: null, name: "directory change" },
} as const;

/** Closes runs whose process is gone, and starts those whose time has come. */
export async function lookAfterServers(deps: ProvisioningDeps): Promise<void> {
  const { kysely } = deps.database;
  await closeInterruptedLdapRuns(kysely, deps.clock.now());
  for (const { id, settings, failures, trigger } of await findDue(kysely, deps.clock.now()))
    await startLdapRun(deps, { id, settings, failures }, { purpose: "run", trigger, requestedBy: ACTORS[trigger] });
}

/**
 * Runs servers by themselves: when their schedule says so, and when the directory is ahead of them. Changes that come while a run is
 * under way are brought by the one after it, all at once; a server that fails is left alone for a growing while.
 */
export function followDirectory(deps: ProvisioningDeps): { stop(): Promise<void> } {
  let stopped = false;
  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  const wait = () => {
    timer = setTimeout(() => {
      looking = lookAfterServers(deps)
        .catch((error: unknown) => deps.onError("LDAP servers could not be looked after", error))
        .finally(() => {
          if (!stopped) wait();
        });
    }, LOOK_EVERY_MS).unref();
  };
  wait();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
