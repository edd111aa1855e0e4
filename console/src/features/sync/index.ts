/** What other parts of the console show of a sync, and what writing to other servers shows alike. */
export { ActionWord } from "./action-word.tsx";
export { CountsGrid } from "./counts-grid.tsx";
export { DiffList } from "./diff-list.tsx";
export { fieldDiffs } from "./field-diff.ts";
export { FrozenNote } from "./frozen-note.tsx";
export { HeldBox } from "./held-box.tsx";
export { PhaseList } from "./phase-list.tsx";
export { ReasonList } from "./reason-list.tsx";
export { RunHistoryChart } from "./run-history-chart.tsx";
export { RunStatusPill } from "./run-status-pill.tsx";
export { Tiles } from "./tiles.tsx";
export { useMayAct } from "./use-may-act.ts";
