import { z } from "zod";

/** Records of another system that are taken over, in batches (`larkbridge import`). */

const text = (most: number) => z.string().trim().min(1).max(most).nullable().default(null);

const person = z.strictObject({
  username: z.string().trim().min(1).max(100).describe("Kept as it is: applications know people by it"),
  name: z.string().trim().min(1).max(100),
  nickname: text(100),
  email: text(320),
  mobile: text(32),
  employee_no: text(64),
  job_title: text(200),
  union_id: text(100).describe("Of the person in Feishu: the next sync finds the account by it"),
  feishu_user_id: text(100),
});
export type ImportedPersonView = z.output<typeof person>;

const group = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(500).default(""),
  members: z.array(z.string().trim().min(1).max(100)).max(1000).describe("Usernames; more come in a further batch"),
});
export type ImportedGroupView = z.output<typeof group>;

export const importBatch = z
  .strictObject({ people: z.array(person).max(100).default([]), groups: z.array(group).max(20).default([]) })
  .meta({ id: "ImportBatch" });

const refusal = {
  code: z.string().nullable(),
  message: z.string().nullable(),
  cure: z.string().nullable(),
};

export const importOutcome = z
  .object({
    people: z.array(
      z.object({
        username: z.string(),
        outcome: z.enum(["created", "linked", "unchanged", "refused"]),
        ...refusal,
      }),
    ),
    groups: z.array(
      z.object({
        name: z.string(),
        outcome: z.enum(["created", "changed", "unchanged"]),
        added: z.int().nonnegative().describe("Members who were not in it"),
        unknown: z.array(z.string()).describe("Usernames nobody has"),
      }),
    ),
  })
  .meta({ id: "ImportOutcome" });
export type ImportOutcomeView = z.infer<typeof importOutcome>;
