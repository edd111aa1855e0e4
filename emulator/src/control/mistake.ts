/** A control request that cannot be done: HTTP status, a code for programs, a sentence for people. */
export class ControlMistake extends Error {
  readonly status: 400 | 404;
  readonly code: string;

  constructor(status: 400 | 404, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
