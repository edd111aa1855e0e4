import { type AttributeType, attributeTypes, findAttributeType } from "./attribute-types.ts";

/** One attribute to return, in the spelling it was asked in. */
export interface Selected {
  readonly type: AttributeType;
  readonly spelling: string;
}

const USER = attributeTypes.filter(({ shown }) => shown === "user" || shown === "both");
const OPERATIONAL = attributeTypes.filter(({ shown }) => shown === "operational" || shown === "both");

/** Selections made before: an application asks for the same attributes each time. A twentieth of a search's time. */
const known = new Map<string, readonly Selected[]>();
const KNOWN_SELECTIONS = 200;
const KNOWN_LENGTH = 1000;
/** Searches that a client sends in a row often share the very list (`LastRead` of the wire). */
let lastAsked: readonly string[] | undefined;
let lastSelected: readonly Selected[] = [];

/**
 * Which attributes a search returns (RFC 4511 section 4.5.1.8, RFC 3673): none named is `*`; `1.1` alone is none; what is unknown
 * or empty is passed over. An alias asked beside its other name comes back under both.
 */
export function selectAttributes(asked: readonly string[]): readonly Selected[] {
  if (asked !== lastAsked) {
    lastSelected = selectByNames(asked);
    lastAsked = asked;
  }
  return lastSelected;
}

function selectByNames(asked: readonly string[]): readonly Selected[] {
  const key = asked.join("\0");
  const before = known.get(key);
  if (before) return before;
  const selected = select(asked);
  if (key.length > KNOWN_LENGTH) return selected;
  if (known.size === KNOWN_SELECTIONS) known.clear();
  known.set(key, selected);
  return selected;
}

function select(asked: readonly string[]): readonly Selected[] {
  const selected = new Map<string, Selected>();
  const add = (type: AttributeType, spelling: string) => {
    if (!selected.has(spelling.toLowerCase())) selected.set(spelling.toLowerCase(), { type, spelling });
  };
  const all = asked.length === 0 || asked.includes("*");
  for (const name of asked) {
    const type = findAttributeType(name);
    if (type) add(type, name);
  }
  const named = new Set([...selected.values()].map(({ type }) => type));
  const rest = [...(all ? USER : []), ...(asked.includes("+") ? OPERATIONAL : [])];
  for (const type of rest) if (!named.has(type)) add(type, type.name);
  return [...selected.values()];
}
