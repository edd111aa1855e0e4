import type { AttributeType } from "../attribute-types.ts";
import { valueRules } from "../value-rules.ts";
import { canHold } from "./attributes.ts";
import { findField } from "./fields.ts";
import type { Change, Source } from "./relation.ts";
import { splitName } from "./split-name.ts";

/** Writes a name in Latin letters; handed in, since its dictionary is no affair of the core. */
export type Romanize = (name: string) => string;

/** What relations know of a person. */
export interface PersonFields {
  /** Values of a field; none where the person has none. `family_name` and `given_name` are worked out of the name here. */
  field(name: string): readonly string[];
  custom(id: string): string | null;
}

/** What came of a relation for one person. */
export interface Evaluation {
  readonly values: readonly string[];
  /** The source the values are of; null where no source gave any. */
  readonly source: Source | null;
  /** Sources before it, and why they gave nothing. */
  readonly passedOver: readonly {
    readonly source: Source;
    readonly reason: "empty" | "unfit";
    readonly value: string | null;
  }[];
}

/** Feeds an attribute: the first source whose value it can hold. Of several values those it cannot hold are left out. */
export function evaluateRelation(
  type: AttributeType,
  sources: readonly Source[],
  person: PersonFields,
  romanize: Romanize,
): Evaluation {
  const passedOver: Evaluation["passedOver"][number][] = [];
  for (const source of sources) {
    const found = evaluateSource(source, person, romanize);
    const values = heldValues(type, found);
    if (values.length > 0) return { values, source, passedOver };
    const [value = null] = found;
    passedOver.push({ source, reason: value === null ? "empty" : "unfit", value });
  }
  return { values: [], source: null, passedOver };
}

/** The values of a source before an attribute is asked whether it can hold them; empty texts are none. */
export function evaluateSource(source: Source, person: PersonFields, romanize: Romanize): readonly string[] {
  if ("constant" in source) return [source.constant];
  const changes = source.as ?? [];
  if ("custom" in source) {
    const value = person.custom(source.custom);
    return value === null ? [] : nonEmpty([applyChanges(value, changes, romanize)]);
  }
  const values = fieldValues(source.field, person);
  if (source.field === "given_name" && changes[0] === "pinyin")
    return nonEmpty([applyChanges(romanizeGiven(person, romanize), changes.slice(1), romanize)]);
  return nonEmpty(values.map((value) => applyChanges(value, changes, romanize)));
}

/** Each value once by the attribute's own rule of equality, as servers want them (RFC 4512 section 2.3). */
export function heldValues(type: AttributeType, values: readonly string[]): readonly string[] {
  if (values.length === 1) return canHold(type, values[0] as string) ? values : [];
  const held = new Map<string, string>();
  for (const value of values) {
    const normal = valueRules[type.kind].normalise(value) ?? value;
    if (canHold(type, value) && !held.has(normal)) held.set(normal, value);
  }
  return [...held.values()];
}

function fieldValues(name: string, person: PersonFields): readonly string[] {
  if (name === "family_name") return person.field("name").map((value) => splitName(value).family);
  if (name === "given_name") return person.field("name").map((value) => splitName(value).given);
  return findField(name) === undefined ? [] : person.field(name);
}

/** Applies changes to one value, in their order. */
export function applyChanges(value: string, changes: readonly Change[], romanize: Romanize): string {
  const how: Readonly<Record<Change, (text: string) => string>> = {
    lower: (text) => text.toLowerCase(),
    upper: (text) => text.toUpperCase(),
    local_part: (text) => text.slice(0, Math.max(text.lastIndexOf("@"), 0)),
    pinyin: romanize,
  };
  return changes.reduce((text, change) => how[change](text), value);
}

/** A given name is read as a part of the whole name: alone, its first character would be read as a family name. */
function romanizeGiven(person: PersonFields, romanize: Romanize): string {
  const [name = ""] = person.field("name");
  const { family, given } = splitName(name);
  const [whole, head] = [romanize(name), romanize(family)];
  return head !== "" && whole.startsWith(head) && name.trim().startsWith(family)
    ? whole.slice(head.length).replace(/^[.-]+/, "")
    : romanize(given);
}

const nonEmpty = (values: readonly string[]) => values.filter((value) => value !== "");
