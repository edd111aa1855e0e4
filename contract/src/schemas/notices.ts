import { z } from "zod";
import { instant } from "./base.ts";

/** Larkbridge's own notices and the Feishu e-mail they may go to (product.md 3.6, S13). */

const NOTICE_NAMES = [
  "welcome",
  "account_disabled",
  "new_device",
  "sync_failed",
  "sync_partially_succeeded",
  "sync_waiting",
] as const;

export const notices = z
  .object({
    service_enabled: z.boolean().describe("Message notifications are on; while they are off, no notice is sent"),
    items: z.array(
      z.object({
        notice: z.enum(NOTICE_NAMES),
        audience: z.enum(["person", "operators"]).describe("The person it is about, or every operator messages reach"),
        enabled: z.boolean(),
        by_default: z.boolean().describe("How it is while nobody sets it"),
        since: instant.describe("Since when it is as it is; what happened before is not told"),
      }),
    ),
  })
  .meta({ id: "Notices" });
export type NoticesView = z.infer<typeof notices>;

export const noticesChange = z
  .strictObject(
    Object.fromEntries(NOTICE_NAMES.map((name) => [name, z.boolean()])) as Record<
      (typeof NOTICE_NAMES)[number],
      z.ZodBoolean
    >,
  )
  .partial()
  .meta({ id: "NoticesChange", description: "Which to switch; what is left out stays as it is" });

export const feishuEmail = z
  .object({
    email: z.string().nullable(),
    verified_at: instant.nullable().describe("Messages go to a verified address only"),
    check: z
      .object({ expires_at: instant, tries_left: z.int().nonnegative() })
      .nullable()
      .describe("A code was sent to the address and waits to be typed"),
  })
  .meta({ id: "FeishuEmail" });
export type FeishuEmailView = z.infer<typeof feishuEmail>;

export const feishuEmailChange = z
  .strictObject({ email: z.string().trim().toLowerCase().pipe(z.email().max(320)) })
  .meta({ id: "FeishuEmailChange" });

export const feishuEmailCode = z
  .strictObject({
    code: z
      .string()
      .trim()
      .regex(/^[0-9]{6}$/, "six digits"),
  })
  .meta({ id: "FeishuEmailCode" });
