/** What other parts of the console show of a sync. */
export { RunHistoryChart } from "./run-history-chart.tsx";
export { RunStatusPill } from "./run-status-pill.tsx";
