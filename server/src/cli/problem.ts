import { type ErrorCode, errors, type MessageValues, type Problem, renderMessage } from "@larkbridge/contract";

/** A failure with a code of the closed list: the server's own problem, or one this program found. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Makes a problem of this program's own. */
export function localProblem(code: ErrorCode, values: MessageValues = {}): ProblemError {
  const { title, status, cure } = errors[code];
  return new ProblemError({
    type: `urn:larkbridge:error:${code}`,
    title,
    status,
    code,
    detail: renderMessage(code, values),
    cure,
  });
}
