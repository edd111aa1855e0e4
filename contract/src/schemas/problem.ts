import { z } from "zod";

/** RFC 9457 problem details, with a stable code and what to do (product.md 3.3). */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    cure: z.string(),
    request_id: z.string().optional(),
    errors: z
      .array(
        z.object({
          in: z.enum(["params", "query", "body", "headers"]),
          path: z.string(),
          message: z.string(),
          rule: z.string().optional().describe("Which kind of rule is broken: too_small, too_big, invalid_format …"),
          limit: z.number().optional().describe("Of too_small and too_big"),
        }),
      )
      .optional()
      .describe("Each place that does not fit, for validation_failed"),
    values: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))
      .optional()
      .describe("What the sentence of `detail` was filled with"),
    reasons: z.array(z.object({ code: z.string(), message: z.string(), cure: z.string() })).optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problem>;
