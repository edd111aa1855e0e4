/** What Feishu's support asks for. */
export interface FeishuWords {
  readonly feishuCode: number | null;
  readonly logId: string | null;
}

/**
 * How an attempt to send ended.
 *
 * - `sent`: delivered, now or by an earlier attempt under the same uuid
 * - `refused`: never will be
 * - `later`: not this time; `arrived` tells whether it may have been delivered all the same
 * - `stopped`: the app itself is refused, so every message would be; it did not arrive
 */
export type Attempt =
  | { readonly kind: "sent"; readonly feishuMessageId: string }
  | ({ readonly kind: "refused"; readonly cause: string } & FeishuWords)
  | ({
      readonly kind: "later";
      readonly cause: string;
      readonly arrived: "no" | "maybe";
      /** At least so long; null: as the schedule has it. */
      readonly waitMs: number | null;
    } & FeishuWords)
  | ({
      readonly kind: "stopped";
      readonly cause: string;
      /** Any one of these permissions would do; empty where it is not about permissions. */
      readonly detail: { readonly scopes: readonly string[] };
    } & FeishuWords);
