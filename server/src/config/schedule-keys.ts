import { z } from "zod";
import { key } from "./notes.ts";
import { forms, timeOfDay } from "./value-forms.ts";

/** Monday first, as ISO 8601 counts. */
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const at = () =>
  key(timeOfDay(), { doc: "Time of the day, in `time_zone`.", form: forms.timeOfDay, sample: '"02:00"' });

const kind = <Kind extends string>(name: Kind) =>
  key(z.literal(name), { doc: "When the sync runs by itself; `manual` is never." });

/** When a sync runs by itself: S8, product.md 5.10. */
export const scheduleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: kind("manual") }),
  z.strictObject({ kind: kind("daily"), at: at() }),
  z.strictObject({
    kind: kind("weekly"),
    day: key(z.enum(WEEKDAYS), { doc: "Day of the week.", sample: "monday" }),
    at: at(),
  }),
  z.strictObject({
    kind: kind("monthly"),
    day: key(z.union([z.int().min(1).max(31), z.literal("last")]), {
      doc: "Day of the month; beyond the month's length it is the last day.",
      form: "a day from 1 to 31, or last",
      sample: "last",
    }),
    at: at(),
  }),
  z.strictObject({
    kind: kind("interval"),
    hours: key(z.int().min(1).max(168), {
      doc: "Hours between two runs, counted from midnight in `time_zone`.",
      sample: "6",
    }),
  }),
]);
