import { z } from "zod";
import { instant, pageQuery, searchText, uuid } from "./base.ts";

/** An account as lists of links name it. */
const account = z.object({
  id: uuid,
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  status: z.enum(["active", "disabled", "deleted"]),
  origin: z.enum(["built_in", "feishu"]),
});

/** A user and the Feishu person they are. */
export const link = z
  .object({
    user: account,
    open_id: z.string(),
    union_id: z.string(),
    user_id: z.string().nullable(),
    linked_at: instant,
  })
  .meta({ id: "Link" });
export type LinkView = z.infer<typeof link>;

export const linkQuery = z.strictObject({ ...pageQuery, search: searchText.optional() });

/** One address that more than one side claims, with everybody it concerns (product.md 5.7). */
const linkConflict = z
  .object({
    email: z.string(),
    code: z.enum(["email_conflict", "email_taken"]),
    people: z
      .array(
        z.object({
          union_id: z.string(),
          name: z.string(),
          open_id: z.string().nullable().describe("null while nobody here is linked to this person"),
          account: account.nullable().describe("The account linked to this person"),
        }),
      )
      .describe("Feishu people who hold the address"),
    accounts: z.array(account).describe("Accounts with the address that are linked to nobody"),
  })
  .meta({ id: "LinkConflict" });
export type LinkConflictView = z.infer<typeof linkConflict>;

export const linkConflicts = z
  .object({
    items: z.array(linkConflict),
    run: z.string().nullable().describe("The last run that looked at everybody; null when there was none"),
    truncated: z.boolean().describe("There are more than the 500 shown"),
  })
  .meta({ id: "LinkConflicts" });

export const newLink = z
  .strictObject({
    person: z
      .string()
      .trim()
      .regex(/^o[un]_[A-Za-z0-9_-]{1,120}$/, "an open_id (ou_…), or the union_id (on_…) of somebody a sync has seen"),
    take_over: z
      .boolean()
      .default(false)
      .describe("Also when another account is linked to this person; that account is left without a link"),
  })
  .meta({ id: "NewLink" });
