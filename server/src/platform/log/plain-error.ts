/** Causes of causes that are followed; a longer chain is a loop or nobody's business. */
const LONGEST_CHAIN = 8;

/** What of an error goes into the log. */
export interface PlainError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: PlainError;
  /** The members of an `AggregateError`. */
  readonly errors?: readonly PlainError[];
}

/**
 * Picks the telling parts of whatever was thrown. Other members are left out on purpose: libraries hang whole requests on
 * their errors, headers and bodies with secrets included.
 */
export function plainError(thrown: unknown, remaining = LONGEST_CHAIN): PlainError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: String(thrown) };
  const { code, cause } = thrown as Error & { code?: unknown };
  const errors: readonly unknown[] = thrown instanceof AggregateError ? thrown.errors : [];
  return {
    type: thrown.name,
    message: thrown.message,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(thrown.stack === undefined ? {} : { stack: thrown.stack }),
    ...(cause === undefined || remaining === 0 ? {} : { cause: plainError(cause, remaining - 1) }),
    ...(errors.length === 0 || remaining === 0
      ? {}
      : { errors: errors.slice(0, LONGEST_CHAIN).map((each) => plainError(each, remaining - 1)) }),
  };
}
