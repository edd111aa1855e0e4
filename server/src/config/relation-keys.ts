import { z } from "zod";

const changes = z
  .array(z.enum(["lower", "upper", "local_part", "pinyin"]))
  .max(3)
  .optional();
const name = z.string().trim().min(1).max(100);

const relation = z.strictObject({
  attribute: name,
  first_of: z
    .array(
      z.union([
        z.strictObject({ field: name, as: changes }),
        z.strictObject({ custom: name, as: changes }),
        z.strictObject({ constant: z.string().trim().min(1).max(256) }),
      ]),
    )
    .min(1)
    .max(8),
});

/** Field relations (S17): a profile by its name, or all relations, in the shape the API has them in. */
export const relationsSchema = z.union([
  z.enum(["default", "full_name", "split_name", "go_ldap_admin"]),
  z.array(relation).max(100),
]);

/** In the environment: the name of a profile, or JSON. What is no JSON is handed on, for the schema to refuse. */
export function readRelations(text: string): unknown {
  try {
    return text.trimStart().startsWith("[") ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}
