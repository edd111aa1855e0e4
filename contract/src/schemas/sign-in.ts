import { z } from "zod";

/** Signing in with Feishu (S12, S14). */

export const signInMethods = z
  .object({
    feishu: z.boolean().describe("Single sign-on is on: /auth/feishu/start begins it"),
    feishu_client: z.boolean().describe("The workbench entry is on"),
  })
  .meta({ id: "SignInMethods" });
export type SignInMethodsView = z.infer<typeof signInMethods>;

/** How the last Feishu sign-in of this browser ended, for the page that tells it. */
export const feishuOutcome = z
  .object({
    purpose: z.enum(["sign_in", "link", "test"]),
    ended: z.enum(["signed_in", "linked", "tested", "refused"]),
    code: z.string().nullable().describe("Of the closed list, when refused, or when a test found what would refuse"),
    values: z.record(z.string(), z.unknown()).describe("What the sentence is about"),
    person: z
      .object({ name: z.string().nullable(), email: z.string().nullable() })
      .nullable()
      .describe("Who signed in to Feishu, as far as it came to that"),
    account: z
      .object({ name: z.string(), username: z.string() })
      .nullable()
      .describe("The account here that it opened or would open"),
    return_to: z.string().describe("Where the browser wanted to go"),
  })
  .meta({ id: "FeishuOutcome" });
export type FeishuOutcomeView = z.infer<typeof feishuOutcome>;
