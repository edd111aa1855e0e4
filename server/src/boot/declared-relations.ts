import type { Config } from "../config/load.ts";
import { profiles } from "../core/ldap/relations/profiles.ts";
import type { Relation } from "../core/ldap/relations/relation.ts";

/** The field relations a file or the environment declares; null where the console's count. */
export function declaredRelations({ ldap: { attributes } }: Config): readonly Relation[] | null {
  if (attributes === undefined) return null;
  return typeof attributes === "string" ? profiles[attributes] : attributes;
}
