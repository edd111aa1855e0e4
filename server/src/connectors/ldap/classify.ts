import { ResultCodeError } from "ldapts";
import { reasonOf, WriteFailure, type WriteFailureKind } from "./failure.ts";

const KINDS: Readonly<Record<number, WriteFailureKind>> = {
  16: "contested",
  20: "contested",
  32: "contested",
  68: "contested",
  51: "busy",
  52: "busy",
  80: "busy",
  66: "children",
  50: "forbidden",
};

/** Classifies what a write was answered with; everything that is no answer leaves open whether it happened. */
export function toWriteFailure(error: unknown): WriteFailure {
  if (error instanceof WriteFailure) return error;
  if (!(error instanceof ResultCodeError)) return new WriteFailure("unknown", null, reasonOf(error));
  return new WriteFailure(KINDS[error.code] ?? "refused", error.code, reasonOf(error));
}
