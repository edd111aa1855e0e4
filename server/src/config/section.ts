import { z } from "zod";
import { key } from "./notes.ts";

/** A group of keys that may be left out whole: its keys then have their defaults. Unknown keys are mistakes. */
export function section<Shape extends z.ZodRawShape>(doc: string, shape: Shape) {
  const schema = z.strictObject(shape);
  return key(schema.prefault({} as z.input<typeof schema>), { doc });
}
