import { z } from "zod";

/** RFC 3339 in UTC. */
export const instant = z.iso.datetime().describe("RFC 3339 in UTC");
export const uuid = z.uuid();

/** Number of a sync run, as text. */
export const runId = z.string().regex(/^[1-9][0-9]{0,17}$/, "a run's number");

/** Field values before or after a change; keys are those of the user, department or membership. */
export const fieldValues = z.record(z.string(), z.unknown()).nullable();

export const actor = z
  .object({
    kind: z.enum(["operator", "token", "schedule", "event", "system"]),
    id: z.string().nullable(),
    name: z.string(),
  })
  .meta({ id: "Actor" });

/** Why a run ended as it did, or its removals wait. */
export const reason = z
  .object({
    code: z.string(),
    message: z.string(),
    cure: z.string(),
    values: z.record(z.string(), z.unknown()).optional().describe("What the sentence is about, for other languages"),
  })
  .meta({ id: "Reason", description: "A code of the closed list, a sentence, and what to do about it" });

/** Query of a list: how many, and from where on. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(1000).optional(),
};

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next_cursor: z.string().nullable().describe("Hand it back as `cursor` to read on; null at the end"),
    total: z
      .int()
      .nonnegative()
      .nullable()
      .describe("Items in the whole list, exact or an estimate; null where not counted"),
  });
}

/** A yes or no in a query. */
export const queryBoolean = z.enum(["true", "false"]).transform((text) => text === "true");

/** Part of a name to look for. */
export const searchText = z.string().trim().min(1).max(200);
