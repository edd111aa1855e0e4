import { type ErrorCode, errors, type Problem, renderMessage } from "@larkbridge/contract";
import type { Detail } from "../../core/kernel/failure.ts";

/** Why a request is not answered as asked: a code, the values of its sentence, and what else the client should see. */
export interface Refusal<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  readonly detail?: Detail;
  readonly errors?: Problem["errors"];
  readonly reasons?: Problem["reasons"];
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
  return {
    type: `urn:larkbridge:error:${refusal.code}`,
    title: entry.title,
    status: entry.status,
    code: refusal.code,
    detail: renderMessage(refusal.code, { ...refusal.detail, request_id: requestId }),
    cure: entry.cure,
    request_id: requestId,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
    ...(refusal.reasons ? { reasons: refusal.reasons } : {}),
  };
}
