import type { RelationFinding } from "./check.ts";
import { findField } from "./fields.ts";
import { isOfAProfile } from "./profiles.ts";
import type { Relation, Source } from "./relation.ts";

/** What is known of the directory when relations are held against it. */
export interface RelationFacts {
  /** Whether anybody came from Feishu yet; before that nothing can be told. */
  readonly anybody: boolean;
  /** Fields somebody has a value of. */
  readonly filledFields: ReadonlySet<string>;
  /** Custom attributes somebody has a value of. */
  readonly filledCustom: ReadonlySet<string>;
  /** Feishu's keys that cannot be read, with the permission that is missing. */
  readonly unreadable: ReadonlyMap<string, string | null>;
}

/**
 * Looks for relations that the directory cannot feed. A custom attribute that nobody has is broken. A field that nobody has
 * and that may not be read is broken where somebody chose it; where a profile brings it along it is a warning, since a company
 * may well keep its mobile numbers to itself.
 */
export function findTroubles(relations: readonly Relation[], facts: RelationFacts): readonly RelationFinding[] {
  if (!facts.anybody) return [];
  return relations.flatMap((relation) =>
    relation.first_of.flatMap((source) => judgeSource(relation, source, facts) ?? []),
  );
}

function judgeSource(relation: Relation, source: Source, facts: RelationFacts): RelationFinding | null {
  const { attribute } = relation;
  if ("constant" in source) return null;
  if ("custom" in source) {
    if (facts.filledCustom.has(source.custom)) return null;
    return {
      severity: "broken",
      code: "relation_custom_unknown",
      attribute,
      detail: { attribute, custom: source.custom },
    };
  }
  const field = findField(source.field);
  if (field === undefined || field.feishuKey === null) return null;
  const isFilled = facts.filledFields.has(field.name);
  const permission = facts.unreadable.get(field.feishuKey);
  if (permission !== undefined)
    return {
      severity: isFilled || isOfAProfile(relation) ? "warning" : "broken",
      code: "relation_field_unreadable",
      attribute,
      detail: { attribute, field: field.name, ...(permission === null ? {} : { permission }) },
    };
  if (isFilled || isOfAProfile(relation)) return null;
  return { severity: "warning", code: "relation_field_empty", attribute, detail: { attribute, field: field.name } };
}
