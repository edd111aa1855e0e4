/** An error between two threads, with the stack of the one it happened in. */
export interface ErrorOnWire {
  readonly message: string;
  readonly stack: string;
}

export function errorToWire(error: unknown): ErrorOnWire {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { message, stack: stack ?? message };
}

export function errorFromWire({ message, stack }: ErrorOnWire): Error {
  const error = new Error(message);
  error.stack = stack;
  return error;
}
