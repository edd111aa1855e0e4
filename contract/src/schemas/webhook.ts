import { z } from "zod";
import { instant, pageQuery, reason, uuid } from "./base.ts";

/** Other systems that are told of changes, by the conventions of Standard Webhooks. */

export const WEBHOOK_EVENTS = [
  "user.created",
  "user.updated",
  "user.disabled",
  "user.deleted",
  "user.restored",
  "department.created",
  "department.updated",
  "department.deleted",
  "department.restored",
  "notification.finished",
] as const;
const event = z.enum(WEBHOOK_EVENTS);
const states = z.enum(["waiting", "delivered", "failed"]);
const tally = z.int().nonnegative();

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\u0000-\u001f\u007f]*$/, "no control characters");
const url = z
  .url({ protocol: /^https?$/ })
  .max(1000)
  .describe("https; http only within `webhooks.private_networks`");
const events = z.array(event).min(1).max(WEBHOOK_EVENTS.length).describe("What it is told of");

export const webhook = z
  .object({
    id: uuid,
    name: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    enabled: z.boolean(),
    disabled_reason: reason.nullable().describe("Why it was switched off by itself"),
    failing_since: instant.nullable().describe("The first failure since something last arrived"),
    last_delivered_at: instant.nullable().describe("When the newest event that arrived did so"),
    previous_secret_until: instant.nullable().describe("Until when the secret before signs as well"),
    deliveries: z.object({
      waiting: tally.describe("On their way, or waiting for another attempt"),
      failed: tally.describe("Given up within the last thirty days"),
    }),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: "Webhook" });
export type WebhookView = z.infer<typeof webhook>;

export const newWebhook = z.strictObject({ name, url, events }).meta({ id: "NewWebhook" });

/** What is left out stays as it is. */
export const webhookChanges = newWebhook.partial().meta({ id: "WebhookChanges" });

export const webhookWithSecret = z
  .object({ webhook, secret: z.string().describe("`whsec_` and base64; shown this once") })
  .meta({ id: "WebhookWithSecret" });

export const webhookRotation = z.strictObject({
  overlap_hours: z.int().min(0).max(168).default(24).describe("How long the secret before signs as well"),
});

export const webhookDelivery = z
  .object({
    id: uuid.describe("The header webhook-id: the same each time it is sent"),
    event: z.string(),
    object: z.string().nullable().describe("Whose order is kept, e.g. user:<id>"),
    occurred_at: instant,
    state: states.describe("failed: given up; it can be replayed"),
    attempts: tally,
    next_attempt_at: instant.nullable(),
    last_attempt_at: instant.nullable(),
    last_status: z.int().nullable().describe("HTTP status of the last answer"),
    last_response: z.string().nullable().describe("The first 1,000 bytes of the last answer"),
    last_failure: reason.nullable(),
    settled_at: instant.nullable(),
  })
  .meta({ id: "WebhookDelivery" });
export type WebhookDeliveryView = z.infer<typeof webhookDelivery>;

export const webhookParams = z.object({ id: uuid });
export const webhookDeliveryQuery = z.strictObject({
  ...pageQuery,
  state: states.optional(),
  event: z.enum([...WEBHOOK_EVENTS, "webhook.test"]).optional(),
});

/** Either one delivery, or those of events since a time, or those that were given up; the last two together as well. */
export const webhookReplay = z
  .strictObject({
    delivery: uuid.optional(),
    since: instant.optional(),
    failed: z.literal(true).optional().describe("Only those that were given up"),
  })
  .refine(({ delivery, since, failed }) => (delivery === undefined) !== (since === undefined && failed === undefined), {
    message: "either delivery, or since, failed or both",
  })
  .meta({ id: "WebhookReplay" });

export const webhookReplayed = z.object({ deliveries: tally.describe("How many are sent again") });
