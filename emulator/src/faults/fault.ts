import { z } from "zod";

/** What can be made to go wrong, as the control API takes it (README, "Faults"). */

const target = {
  path: z.string().startsWith("/"),
  method: z.enum(["GET", "POST", "PATCH", "DELETE"]).optional(),
  nth: z.union([z.enum(["first", "middle", "last", "every"]), z.number().int().min(1)]).default("first"),
  count: z.number().int().min(1).optional(),
};

const simple = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind), ...target });

export const faultInput = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("http_500"),
    ...target,
    status: z.number().int().min(400).max(599).default(500),
    code: z.number().int().default(40003),
    msg: z.string().default("internal error"),
  }),
  z.strictObject({
    kind: z.literal("code"),
    ...target,
    code: z.number().int().default(40003),
    msg: z.string().default("internal error"),
  }),
  z.strictObject({
    kind: z.literal("rate_limited"),
    ...target,
    reset_seconds: z.number().min(0).default(1),
    status: z.union([z.literal(429), z.literal(400)]).default(429),
  }),
  z.strictObject({ kind: z.literal("slow"), ...target, delay_ms: z.number().int().min(0).default(5000) }),
  simple("timeout"),
  simple("reset"),
  simple("answer_lost"),
  simple("truncated"),
  simple("cut_json"),
  simple("not_utf8"),
  simple("expired_page_token"),
  simple("empty_page"),
  simple("repeated_page_token"),
  simple("vanish"),
  simple("token_invalid"),
]);
export type FaultInput = z.infer<typeof faultInput>;

/** A fault that is set: what, where, from which matching call on, and how often it has struck. */
export interface Fault {
  readonly id: string;
  readonly input: FaultInput;
  readonly shape: RegExp;
  readonly nth: number;
  readonly count: number;
  seen: number;
  fired: number;
}

/** `*` in a path stands for any characters. */
export function pathShape(path: string): RegExp {
  return new RegExp(
    `^${path
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
}

/** Faults that only make sense on calls that go on with a list. */
export function wantsPageToken(input: FaultInput): boolean {
  return input.kind === "expired_page_token" || input.kind === "repeated_page_token";
}
