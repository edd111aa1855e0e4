/** Synchronising; what other runs that plan first and apply then use of it. */
export { type ActiveRuns, makeActiveRuns } from "./active-runs.ts";
export type { SyncRun, SyncRuns } from "./ports.ts";
export { closeInterruptedRuns, type HeldRun, holdRun, type RunTable } from "./run-lock-store.ts";
export { RunStopped } from "./run-progress-store.ts";
export { RUN_DECIDED, RUN_FINISHED } from "./run-store.ts";
export { storable } from "./storable.ts";
export { waitFor } from "./wait-for.ts";
