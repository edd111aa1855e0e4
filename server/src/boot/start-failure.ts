/** A start that cannot go on: what is wrong and what to do about it. Holds no secret. `exitStatus` follows product.md section 4. */
export class StartFailure extends Error {
  readonly code: string;
  readonly cure: string;
  readonly exitStatus: 1 | 2;

  constructor(code: string, message: string, cure: string, exitStatus: 1 | 2, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartFailure";
    this.code = code;
    this.cure = cure;
    this.exitStatus = exitStatus;
  }
}
