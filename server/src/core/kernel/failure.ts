/** Values for the sentence that tells a failure: plain, without secrets. */
export type Detail = {
  readonly [key: string]: string | number | boolean | null | readonly string[];
};

/** A refusal a use case hands back: a code of the closed list in `contract`, and the values its message needs. */
export interface Failure<Code extends string> {
  readonly code: Code;
  readonly detail?: Detail;
}
