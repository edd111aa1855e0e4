import type { MessagePort } from "node:worker_threads";
import type { Unseen } from "../../core/sync/unseen.ts";
import type { ErrorOnWire } from "../../platform/threads/error-on-wire.ts";
import type { Confirmed, PlanRequest } from "./plan-job.ts";
import type { PlanHead } from "./plan-store.ts";
import type { RevertRequest } from "./revert-job.ts";
import type { SourceReading } from "./source-reader.ts";

/** What the planning thread is born with. */
export interface PlanWorkerData {
  readonly databaseUrl: string;
  readonly work:
    | { readonly kind: "plan"; readonly request: PlanRequest }
    /** Needs no reading: the thread answers with the plan by itself. */
    | { readonly kind: "revert"; readonly request: RevertRequest };
}

export type ToPlanWorker =
  /** Batches come in there, until its other end closes. */
  | { readonly kind: "door"; readonly port: MessagePort }
  | { readonly kind: "read"; readonly reading: SourceReading }
  | { readonly kind: "finish"; readonly confirmed: Confirmed };

export type FromPlanWorker =
  | { readonly kind: "unseen"; readonly unseen: Unseen }
  | { readonly kind: "planned"; readonly head: PlanHead }
  | ({ readonly kind: "failed" } & ErrorOnWire);
