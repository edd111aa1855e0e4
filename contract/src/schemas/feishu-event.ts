import { z } from "zod";
import { instant, reason } from "./base.ts";

const count = z.int().nonnegative();

/** How events of Feishu arrive, and what did. "Last day": the last 24 hours. */
export const feishuEvents = z
  .object({
    mode: z.enum(["long_connection", "webhook", "off"]),
    state: z
      .enum(["off", "connecting", "connected", "refused", "listening"])
      .describe(
        "`refused`: Feishu says no until somebody changes something; `listening`: the webhook's address is open",
      ),
    reason: reason.nullable().describe("Why it is not connected"),
    owner: z.string().nullable().describe("The process that keeps the long connection: host and process number"),
    connected_since: instant.nullable(),
    last_event_at: instant.nullable(),
    received: z.array(z.object({ type: z.string(), count })).describe("Events of the last day by type"),
    refused: z
      .array(reason.extend({ count, last_at: instant }))
      .describe("What came in the last day and was not taken, by cause"),
    webhook: z.object({
      url: z.string().describe("For the request URL in Feishu's developer console"),
      has_keys: z.boolean().describe("Encrypt Key and Verification Token are stored"),
    }),
    live: z
      .object({
        pending: count.describe("Events still to be looked at"),
        oldest_pending_at: instant.nullable(),
        lag_ms: z.object({ p50: z.number(), p99: z.number() }).nullable().describe("From Feishu to the directory"),
        gaps: z
          .object({ last_sweep_at: instant.nullable(), missed: count, missed_users: count, missed_departments: count })
          .describe("What the last full run found that no event had told"),
        removals_frozen_since: instant
          .nullable()
          .describe("The contact range changed: until a full run accepts it nobody is removed for not being found"),
      })
      .nullable()
      .describe("null while nothing looks at events"),
  })
  .meta({ id: "FeishuEvents" });
export type FeishuEventsView = z.infer<typeof feishuEvents>;

const key = z.string().trim().min(1).max(200);

/** How events are to arrive. Keys that are left out stay as they are. */
export const feishuEventsChange = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("long_connection") }),
  z.strictObject({ mode: z.literal("off") }),
  z.strictObject({
    mode: z.literal("webhook"),
    encrypt_key: key.optional().describe("Encrypt Key of the app's event settings"),
    verification_token: key.optional().describe("Verification Token of the app's event settings"),
  }),
]);
