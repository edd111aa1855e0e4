import { type AttributeType, findAttributeType } from "./attribute-types.ts";
import type { ExtensibleFilter, Filter, SubstringsFilter } from "./filter.ts";
import { compareValues, type ValueKind, valueRules } from "./value-rules.ts";

/** An entry as a filter looks at it. */
export interface MatchedEntry {
  /** Values of an attribute by its first name; none when it has none. */
  values(attribute: string): readonly string[];
  /** Answers for attributes with very many values whether one is there, by its normalised form; undefined: look yourself. */
  holds(attribute: string, normalised: string): boolean | undefined;
  /** The entry's own name and those above it, type and value, for `:dn:`. */
  nameParts(): readonly { readonly type: string; readonly value: string }[];
}

/** True, False, or Undefined (RFC 4511 section 4.5.1.7). */
export type Verdict = boolean | undefined;
export type Matcher = (entry: MatchedEntry) => Verdict;

/** LDAP_MATCHING_RULE_IN_CHAIN; our groups hold their members flattened, so it is an equality. */
const IN_CHAIN = "1.2.840.113556.1.4.1941";

/** Makes a filter ready to be asked many times. */
export function compileFilter(filter: Filter): Matcher {
  switch (filter.kind) {
    case "and":
      return all(filter.parts.map(compileFilter));
    case "or":
      return any(filter.parts.map(compileFilter));
    case "not": {
      const part = compileFilter(filter.part);
      return (entry) => {
        const verdict = part(entry);
        return verdict === undefined ? undefined : !verdict;
      };
    }
    case "present": {
      const type = findAttributeType(filter.attribute);
      return type ? (entry) => entry.values(type.name).length > 0 : undecided;
    }
    case "equal":
    case "approx":
      return equality(findAttributeType(filter.attribute), filter.value);
    case "atLeast":
    case "atMost":
      return ordering(findAttributeType(filter.attribute), filter.kind === "atLeast" ? 1 : -1, filter.value);
    case "substrings":
      return substrings(findAttributeType(filter.attribute), filter);
    case "extensible":
      return extensible(filter);
  }
}

const undecided: Matcher = () => undefined;

function all(parts: readonly Matcher[]): Matcher {
  return (entry) => {
    let verdict: Verdict = true;
    for (const part of parts) {
      const one = part(entry);
      if (one === false) return false;
      if (one === undefined) verdict = undefined;
    }
    return verdict;
  };
}

function any(parts: readonly Matcher[]): Matcher {
  return (entry) => {
    let verdict: Verdict = false;
    for (const part of parts) {
      const one = part(entry);
      if (one === true) return true;
      if (one === undefined) verdict = undefined;
    }
    return verdict;
  };
}

function equality(type: AttributeType | undefined, value: string): Matcher {
  const asserted = type && valueRules[type.kind].normalise(value);
  if (type === undefined || asserted === undefined) return undecided;
  const { name, kind } = type;
  const { normalise } = valueRules[kind];
  return (entry) =>
    entry.holds(name, asserted) ?? entry.values(name).some((held) => held === value || normalise(held) === asserted);
}

function ordering(type: AttributeType | undefined, sign: 1 | -1, value: string): Matcher {
  if (type === undefined || valueRules[type.kind].ordering === null) return undecided;
  const { normalise } = valueRules[type.kind];
  const asserted = normalise(value);
  if (asserted === undefined) return undecided;
  return (entry) =>
    entry.values(type.name).some((held) => {
      const normal = normalise(held);
      return normal !== undefined && compareValues(type.kind, normal, asserted) * sign >= 0;
    });
}

function substrings(type: AttributeType | undefined, filter: SubstringsFilter): Matcher {
  if (type === undefined || valueRules[type.kind].substrings === null) return undecided;
  const { normalise } = valueRules[type.kind];
  const piece = (text: string | null) => (text === null ? "" : preparePiece(type.kind, text));
  const initial = piece(filter.initial).replace(/^ /, "");
  const final = piece(filter.final).replace(/ $/, "");
  const middle = filter.any.map(piece);
  return (entry) => entry.values(type.name).some((held) => holdsPieces(normalise(held) ?? "", initial, middle, final));
}

/** A piece keeps one blank at its ends, since it stands in the middle of a value (RFC 4518 section 2.6.1). */
function preparePiece(kind: ValueKind, text: string): string {
  const normal = valueRules[kind].normalise(text) ?? "";
  if (kind === "phone") return normal;
  if (normal === "") return /\s/u.test(text) ? " " : "";
  return `${/^\s/u.test(text) ? " " : ""}${normal}${/\s$/u.test(text) ? " " : ""}`;
}

function holdsPieces(value: string, initial: string, middle: readonly string[], final: string): boolean {
  if (!value.startsWith(initial)) return false;
  let at = initial.length;
  for (const piece of middle) {
    const found = value.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return value.length - final.length >= at && value.endsWith(final);
}

/** RFC 4511 section 4.5.1.7.7. A rule we do not have, or one that does not fit the attribute, is Undefined. */
function extensible({ rule, attribute, value, dnAttributes }: ExtensibleFilter): Matcher {
  const type = attribute === null ? undefined : findAttributeType(attribute);
  if (attribute !== null && type === undefined) return undecided;
  const kind = rule === null ? type?.kind : kindOfRule(rule, type?.kind);
  if (kind === undefined) return undecided;
  const { normalise } = valueRules[kind];
  const asserted = normalise(value);
  if (asserted === undefined || type === undefined) return undecided;
  const compare = (held: string) => normalise(held) === asserted;
  return (entry) =>
    (kind === type.kind ? entry.holds(type.name, asserted) : undefined) === true ||
    entry.values(type.name).some(compare) ||
    (dnAttributes && entry.nameParts().some((part) => findAttributeType(part.type) === type && compare(part.value)));
}

const RULES: Readonly<Record<string, ValueKind>> = {
  caseignorematch: "text",
  "2.5.13.2": "text",
  caseexactmatch: "exact",
  "2.5.13.5": "exact",
  caseignoreia5match: "ia5",
  "1.3.6.1.4.1.1466.109.114.2": "ia5",
  caseexactia5match: "exact",
  "1.3.6.1.4.1.1466.109.114.1": "exact",
  integermatch: "integer",
  "2.5.13.14": "integer",
  distinguishednamematch: "dn",
  "2.5.13.1": "dn",
  octetstringmatch: "octets",
  "2.5.13.17": "octets",
  objectidentifiermatch: "oid",
  "2.5.13.0": "oid",
  uuidmatch: "uuid",
  "1.3.6.1.1.16.2": "uuid",
};

const TEXTUAL: readonly ValueKind[] = ["text", "ia5", "exact", "phone", "oid"];

function kindOfRule(rule: string, own: ValueKind | undefined): ValueKind | undefined {
  if (rule === IN_CHAIN) return own === "dn" ? "dn" : undefined;
  const kind = RULES[rule.toLowerCase()];
  if (kind === undefined || own === undefined || kind === own) return kind;
  return TEXTUAL.includes(kind) && TEXTUAL.includes(own) ? kind : undefined;
}
