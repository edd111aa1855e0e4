import { z } from "zod";
import { instant, pageQuery, searchText, uuid } from "./base.ts";

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\u0000-\u001f\u007f]*$/, "no control characters");
const description = z.string().trim().max(500);

/** A set of users made by hand (product.md 3.2). */
export const group = z
  .object({
    id: uuid,
    name: z.string(),
    description: z.string(),
    users: z.int().nonnegative().describe("Users named one by one"),
    departments: z.int().nonnegative(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: "Group" });
export type GroupView = z.infer<typeof group>;

export const groupQuery = z.strictObject({ ...pageQuery, search: searchText.optional() });
export const groupParams = z.object({ id: uuid });
export const newGroup = z.strictObject({ name, description: description.default("") }).meta({ id: "NewGroup" });
export const groupChanges = z
  .strictObject({ name: name.optional(), description: description.optional() })
  .meta({ id: "GroupChanges" });

export const groupMember = z
  .object({
    kind: z.enum(["user", "department"]),
    id: uuid,
    name: z.string(),
    username: z.string().nullable().describe("Of a user"),
    number: z.int().positive().nullable().describe("Of a department"),
    subtree: z.boolean().describe("Members of what is below the department belong to the group, too"),
  })
  .meta({ id: "GroupMember" });
export type GroupMemberView = z.infer<typeof groupMember>;

export const groupMemberQuery = z.strictObject(pageQuery);

/** At most 200 a request. Who is in already, or is not in, is no mistake. */
export const groupMemberChanges = z
  .strictObject({
    add_users: z.array(uuid).max(200).default([]),
    add_departments: z
      .array(z.strictObject({ id: uuid, subtree: z.boolean().default(false) }))
      .max(200)
      .default([]),
    remove_users: z.array(uuid).max(200).default([]),
    remove_departments: z.array(uuid).max(200).default([]),
  })
  .meta({ id: "GroupMemberChanges" });
