/** What other parts of the console show of a sync. */
export { ReasonList } from "./reason-list.tsx";
export { RunHistoryChart } from "./run-history-chart.tsx";
export { RunStatusPill } from "./run-status-pill.tsx";
