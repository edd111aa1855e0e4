import type { ConnectionSettings } from "./connection-settings.ts";

/** Tells the scheduler when syncs are to run by themselves from now on; `null`: not at all. */
export type Reschedule = (
  timing: Pick<ConnectionSettings["userSync"], "enabled" | "schedule" | "timeZone"> | null,
) => Promise<void>;
