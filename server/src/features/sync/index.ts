/** Synchronising; what other runs that plan first and apply then use of it. */
export { type ActiveRuns, makeActiveRuns } from "./active-runs.ts";
export { type RunProgressWriter, RunStopped, startProgress } from "./run-progress-store.ts";
export { storable } from "./storable.ts";
export { waitFor } from "./wait-for.ts";
