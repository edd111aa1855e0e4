import type { ErrorCode } from "@larkbridge/contract";

/** One place of a request that does not fit. */
export interface FieldProblem {
  readonly in: string;
  readonly path: string;
  readonly message: string;
  /** The kind of rule that is broken, with its limit where it has one: "too_small", 8. */
  readonly rule?: string;
  readonly limit?: number;
}

/** What the server (or the way to it) said no with. `code` chooses the words the reader sees. */
export class ApiProblem extends Error {
  readonly code: ErrorCode;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly detail: string;
  readonly cure: string;
  readonly errors: readonly FieldProblem[];
  readonly reasons: readonly { readonly code: string; readonly message: string; readonly cure: string }[];
  /** What the words are filled with. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
  /** Seconds the server asks to wait, from Retry-After. */
  readonly retryAfter: number | null;

  constructor(told: Partial<Omit<ApiProblem, "code">> & { readonly code: ErrorCode }) {
    super(told.detail ?? told.code);
    this.name = "ApiProblem";
    this.code = told.code;
    this.status = told.status ?? 0;
    this.detail = told.detail ?? "";
    this.cure = told.cure ?? "";
    this.errors = told.errors ?? [];
    this.reasons = told.reasons ?? [];
    this.values = told.values ?? {};
    this.requestId = told.requestId ?? null;
    this.retryAfter = told.retryAfter ?? null;
  }
}
