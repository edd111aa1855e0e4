import { type ErrorCode, errors, type Problem, renderMessage } from "@larkbridge/contract";
import type { Detail } from "../../core/kernel/failure.ts";
import { type StoredReason, toReason } from "./reason.ts";

/** Why a request is not answered as asked: a code, the values of its sentence, and what else the client should see. */
export interface Refusal<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  readonly detail?: Detail;
  readonly errors?: Problem["errors"];
  /** What lies behind it, as stored; rendered with it. */
  readonly reasons?: readonly StoredReason[];
}

/** Thrown by hooks, which have no other way to end a request. Handlers return refusals instead. */
export class RefusedRequest extends Error {
  override readonly name = "RefusedRequest";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Writes a refusal as RFC 9457 problem details. */
export function toProblem(refusal: Refusal, requestId: string): Problem {
  const entry = errors[refusal.code];
  const reasons = refusal.reasons?.map(toReason);
  const values = { reason: reasons?.[0]?.message, ...refusal.detail, request_id: requestId };
  return {
    type: `urn:larkbridge:error:${refusal.code}`,
    title: entry.title,
    status: entry.status,
    code: refusal.code,
    detail: renderMessage(refusal.code, values),
    cure: entry.cure,
    request_id: requestId,
    ...(refusal.detail ? { values: valuesOf(refusal.detail) } : {}),
    ...(refusal.errors ? { errors: refusal.errors } : {}),
    ...(reasons ? { reasons } : {}),
  };
}

function valuesOf(detail: Detail): NonNullable<Problem["values"]> {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null ? [...value] : value,
    ]),
  );
}
