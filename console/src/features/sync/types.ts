import type { ResponseOf } from "@larkbridge/contract";
import type { ContractRoutes } from "../../api/index.ts";

/** What the API answers, by the words of this feature. */
export type Run = ResponseOf<ContractRoutes["getSyncRun"]>;
export type Preview = ResponseOf<ContractRoutes["getSyncPlan"]>;
export type Plan = Extract<Preview, { readonly status: "ready" }>;
export type Change = ResponseOf<ContractRoutes["listSyncPlanChanges"]>["items"][number];
export type Issue = ResponseOf<ContractRoutes["listSyncPlanIssues"]>["items"][number];
export type Tally = ResponseOf<ContractRoutes["getSyncPlanTally"]>;
export type RunInHistory = ResponseOf<ContractRoutes["listSyncRunHistory"]>["items"][number];
export type Reason = Run["reasons"][number];
export type Counts = Run["counts"];
export type Coverage = NonNullable<Run["coverage"]>;
