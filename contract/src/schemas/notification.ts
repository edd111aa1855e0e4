import { z } from "zod";
import { actor, instant, pageQuery, reason, uuid } from "./base.ts";

/** Messages to people through the app's bot (product.md S13, 3.6). */

const MOST_NAMED = 5000;
/** Feishu takes 150 KB of text and 30 KB of anything else; a character has up to three bytes. */
const LONGEST_TEXT = 50_000;
const LARGEST_JSON = 30_000;

const name = z.string().trim().min(1).max(400);
const templateName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, "lower-case letters, digits and underscores, beginning with a letter");
const values = z
  .record(z.string().regex(/^[a-z][a-z0-9_]{0,59}$/), z.string().max(4000))
  .refine((given) => Object.keys(given).length <= 100, "at most 100 values");
const json = z
  .record(z.string(), z.unknown())
  .refine((given) => JSON.stringify(given).length <= LARGEST_JSON, `at most ${LARGEST_JSON} characters of JSON`);

const MESSAGE_STATES = ["queued", "sending", "sent", "failed", "refused", "expired", "unknown"] as const;
const messageState = z
  .enum(MESSAGE_STATES)
  .describe(
    "failed: Feishu refused it · refused: by a rule of ours · unknown: it may have arrived and is not sent again",
  );

const idempotencyKey = z.string().min(1).max(200);

export const newNotification = z
  .strictObject({
    recipients: z.strictObject({
      users: z.array(name).max(MOST_NAMED).default([]).describe("Ids, usernames or e-mail addresses"),
      groups: z.array(name).max(200).default([]).describe("Ids or names"),
      departments: z
        .array(z.strictObject({ id: name, subtree: z.boolean().default(false).describe("With what is below it") }))
        .max(200)
        .default([]),
    }),
    template: templateName.optional(),
    values: values.default({}).describe("By placeholder; `recipient_name` and `recipient_username` are known"),
    content: z
      .discriminatedUnion("type", [
        z.strictObject({ type: z.literal("text"), text: z.string().min(1).max(LONGEST_TEXT) }),
        z.strictObject({ type: z.literal("post"), post: json.describe("As Feishu has it, by language") }),
        z.strictObject({ type: z.literal("card"), card: json.describe("As Feishu has it") }),
      ])
      .optional(),
    idempotency_key: idempotencyKey.optional().describe("The header Idempotency-Key does the same"),
    expires_at: instant.optional().describe("Not sent after this; three days from now where absent"),
  })
  .refine(({ template, content }) => (template === undefined) !== (content === undefined), {
    message: "either a template or a content",
    path: ["content"],
  })
  .meta({ id: "NewNotification" });

const counts = z.object(
  Object.fromEntries(MESSAGE_STATES.map((state) => [state, z.int().nonnegative()])) as {
    [State in (typeof MESSAGE_STATES)[number]]: z.ZodInt;
  },
);

export const notification = z
  .object({
    id: uuid,
    state: z.enum(["sending", "finished"]),
    sender: actor,
    idempotency_key: z.string().nullable(),
    template: z.string().nullable(),
    recipients: z.object({
      users: z.int().nonnegative(),
      groups: z.array(z.string()),
      departments: z.array(z.object({ name: z.string(), subtree: z.boolean() })),
    }),
    messages: z.int().nonnegative(),
    counts,
    created_at: instant,
    finished_at: instant.nullable(),
  })
  .meta({ id: "Notification" });
export type NotificationView = z.infer<typeof notification>;

export const message = z
  .object({
    id: uuid,
    notification_id: uuid.nullable(),
    sender: z.string().describe("A notice of ours, or whoever called the API"),
    user: z.object({ id: uuid, name: z.string(), username: z.string() }),
    template: z.string().nullable(),
    state: messageState,
    attempts: z.int().nonnegative(),
    reason: reason.nullable().describe("Why it did not arrive, or waits"),
    feishu_code: z.int().nullable(),
    feishu_log_id: z.string().nullable().describe("What Feishu's support asks for"),
    due_at: instant.nullable().describe("When it is tried next, where it waits"),
    created_at: instant,
    sent_at: instant.nullable(),
    finished_at: instant.nullable(),
  })
  .meta({ id: "Message" });
export type MessageView = z.infer<typeof message>;

/** A message as a row of a table. */
export const messageRow = z
  .object({
    id: uuid,
    notification_id: z.string().nullable(),
    sender: z.string(),
    user_id: uuid,
    username: z.string(),
    name: z.string(),
    template: z.string().nullable(),
    state: messageState,
    attempts: z.int(),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    feishu_code: z.int().nullable(),
    feishu_log_id: z.string().nullable(),
    created_at: instant,
    sent_at: instant.nullable(),
  })
  .meta({ id: "MessageRow" });

export const messageQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(MESSAGE_STATES).optional(),
  user: name.optional().describe("Id, username or e-mail address"),
  template: templateName.optional(),
  notification: uuid.optional(),
  from: instant.optional(),
  until: instant.optional(),
});
export const notificationMessageQuery = z.strictObject({ ...pageQuery, state: z.enum(MESSAGE_STATES).optional() });
export const notificationQuery = z.strictObject({ ...pageQuery, state: z.enum(["sending", "finished"]).optional() });
export const notificationParams = z.object({ id: uuid });
export const notificationMessageParams = z.object({ id: uuid, message: uuid });
export const messageParams = z.object({ id: uuid });

/** Whether messages go out at present. */
export const messageStatus = z
  .object({
    state: z
      .enum(["sending", "off", "stopped"])
      .describe("stopped: Feishu refuses the app, so nothing is sent until one message gets through"),
    reason: reason.nullable(),
    since: instant.nullable().describe("Since when it is stopped"),
    next_try_at: instant.nullable(),
    waiting: z.int().nonnegative().describe("Messages in the queue"),
  })
  .meta({ id: "MessageStatus" });
export type MessageStatusView = z.infer<typeof messageStatus>;

const texts = z.strictObject({
  title: z.string().max(200).default(""),
  body: z.string().min(1).max(10_000),
  button: z
    .strictObject({ label: z.string().min(1).max(100), url: z.string().min(1).max(2000) })
    .nullable()
    .default(null),
});
export const messageTemplateChange = z
  .strictObject({
    format: z.enum(["text", "post", "card"]),
    texts: z.strictObject({ en: texts, zh: texts }),
  })
  .meta({ id: "MessageTemplateChange" });

export const messageTemplate = z
  .object({
    name: z.string(),
    built_in: z.boolean(),
    changed: z.boolean().describe("Written by an operator"),
    format: z.enum(["text", "post", "card"]),
    texts: z.object({ en: texts, zh: texts }),
    placeholders: z.array(z.string()),
    updated_at: instant.nullable(),
  })
  .meta({ id: "MessageTemplate" });
export type MessageTemplateView = z.infer<typeof messageTemplate>;

export const messageTemplateParams = z.object({ name: z.string().max(400) });
export const newMessageTemplateParams = z.object({ name: templateName });
export const messagePreviewRequest = z.strictObject({
  language: z.enum(["en", "zh"]),
  values: values.default({}).describe("Samples stand for what is missing"),
  template: messageTemplateChange.optional().describe("Instead of the stored texts, as they are being edited"),
});
export const messagePreview = z
  .object({
    type: z.enum(["text", "post", "interactive"]),
    content: z.record(z.string(), z.unknown()).describe("As Feishu gets it"),
  })
  .meta({ id: "MessagePreview" });
export const testMessageRequest = z.strictObject({
  user: name.optional().describe("Id, username or e-mail address; whoever asks where absent"),
});
