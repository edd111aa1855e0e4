import type { AttributeType } from "../attribute-types.ts";
import { canHold, compulsoryAttributes, judgeAttribute } from "./attributes.ts";
import { findField } from "./fields.ts";
import { printSource, type Relation, type Source } from "./relation.ts";

/** Mistakes that relations can have in themselves. */
export type RelationMistake =
  | "relation_attribute_unknown"
  | "relation_attribute_fixed"
  | "relation_attribute_repeated"
  | "relation_missing"
  | "relation_may_be_empty"
  | "relation_field_unknown"
  | "relation_several_values"
  | "relation_change_unfit"
  | "relation_constant_unfit"
  | "relation_source_unreached";

/** What may be wrong with them in view of the directory. */
type RelationTrouble = "relation_custom_unknown" | "relation_field_unreadable" | "relation_field_empty";

/**
 * Something to know about a relation. `invalid`: it is not accepted; `broken`: accepted, but nothing is provisioned while it is
 * so; `warning`: worth a look.
 */
export interface RelationFinding {
  readonly severity: "invalid" | "broken" | "warning";
  readonly code: RelationMistake | RelationTrouble;
  readonly attribute: string | null;
  readonly detail: { readonly [name: string]: string };
}

/** Looks for mistakes that relations have in themselves, in the order of the list; what is missing comes last. */
export function findMistakes(relations: readonly Relation[]): readonly RelationFinding[] {
  const findings: RelationFinding[] = [];
  const seen = new Set<string>();
  for (const { attribute, first_of: sources } of relations) {
    const tell = (code: RelationMistake, detail: Readonly<Record<string, string>> = {}) =>
      findings.push({
        severity: code === "relation_source_unreached" ? "warning" : "invalid",
        code,
        attribute,
        detail: { attribute, ...detail },
      });
    const judged = judgeAttribute(attribute);
    if (judged.verdict !== "free") {
      tell(judged.verdict === "fixed" ? "relation_attribute_fixed" : "relation_attribute_unknown");
      continue;
    }
    const { type } = judged;
    if (seen.has(type.name)) tell("relation_attribute_repeated");
    seen.add(type.name);
    for (const source of sources) checkSource(type, source, tell);
    const last = sources.findIndex((source) => givesEverybody(type, source));
    const unreached = last < 0 ? undefined : sources[last + 1];
    if (unreached) tell("relation_source_unreached", { source: printSource(unreached) });
    if (last < 0 && compulsoryAttributes.includes(type.name)) tell("relation_may_be_empty");
  }
  for (const attribute of compulsoryAttributes)
    if (!seen.has(attribute))
      findings.push({ severity: "invalid", code: "relation_missing", attribute, detail: { attribute } });
  return findings;
}

function checkSource(
  type: AttributeType,
  source: Source,
  tell: (code: RelationMistake, detail: Readonly<Record<string, string>>) => void,
): void {
  if ("constant" in source) {
    if (!canHold(type, source.constant)) tell("relation_constant_unfit", { value: source.constant });
    return;
  }
  const changes = source.as ?? [];
  if ("custom" in source) {
    const unfit = changes.find((change, at) => change === "pinyin" && at > 0);
    if (unfit) tell("relation_change_unfit", { field: source.custom, change: unfit });
    return;
  }
  const field = findField(source.field);
  if (field === undefined) {
    tell("relation_field_unknown", { field: source.field });
    return;
  }
  if (field.several && type.single) tell("relation_several_values", { field: field.name });
  const unfit = changes.find((change, at) => {
    if (field.several) return true;
    if (change === "local_part") return field.holds !== "address" || at > 0;
    if (change === "pinyin") return field.holds !== "name" || at > 0;
    return false;
  });
  if (unfit) tell("relation_change_unfit", { field: field.name, change: unfit });
}

/** Whether a source gives everybody a value the attribute holds, so that nothing behind it is ever asked. */
function givesEverybody(type: AttributeType, source: Source): boolean {
  if ("constant" in source) return canHold(type, source.constant);
  if ("custom" in source || !findField(source.field)?.always) return false;
  const changes = source.as ?? [];
  // A username is ASCII without spaces; a name may be in any letters, and pinyin of an emoji is nothing.
  const isPlain = source.field === "username" ? type.kind !== "phone" : type.kind === "text";
  return isPlain && changes.every((change) => change === "lower" || change === "upper");
}
