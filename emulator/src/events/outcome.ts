/** What became of one push, by webhook or long connection. */
export type PushOutcome =
  /** `answer`: the body of the webhook's reply, or the decoded data of the acknowledgement. */
  | { readonly kind: "acknowledged"; readonly answer: string }
  /** `status` is HTTP's or the acknowledgement's code. */
  | { readonly kind: "failed"; readonly cause: PushFailure; readonly status?: number };

export type PushFailure =
  | "no_url"
  | "no_connection"
  | "timeout"
  | "dns"
  | "tcp"
  | "status"
  | "connection_lost"
  | "not_subscribed";

/** How long a consumer has for its answer. */
export const ANSWER_MS = 3000;
