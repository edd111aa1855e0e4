/** Who did something, as runs and audit records name them. */
export interface Actor {
  readonly kind: "operator" | "token" | "schedule" | "event" | "system";
  /** User id or token id; `null` where there is none. */
  readonly id: string | null;
  /** For people; stays readable when the account or token is gone. */
  readonly name: string;
}
