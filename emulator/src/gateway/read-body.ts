import type { z } from "zod";
import { ApiFailure, fieldViolation } from "./failure.ts";
import type { Call } from "./route.ts";

/**
 * The JSON body of a call.
 *
 * @throws ApiFailure 99992402 when it is no JSON or does not fit
 */
export function readBody<T>(call: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(call.rawBody));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw fieldViolation(issue?.path.join(".") ?? "body", "", issue?.message ?? "invalid");
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw new ApiFailure(400, 99992402, "field validation failed: the body is no JSON");
  }
}
