import { FeishuFailure } from "../failure.ts";
import type { FailureDetail, FeishuCode } from "../failure-text.ts";

/** A failure between two threads: an error that is cloned keeps its message and loses the rest. */
export interface FailureOnWire {
  readonly code: FeishuCode;
  readonly detail: FailureDetail;
  readonly waitMs: number | null;
}

export const toWire = ({ code, detail, waitMs }: FeishuFailure): FailureOnWire => ({ code, detail, waitMs });

export const fromWire = ({ code, detail, waitMs }: FailureOnWire): FeishuFailure =>
  new FeishuFailure(code, detail, waitMs);
