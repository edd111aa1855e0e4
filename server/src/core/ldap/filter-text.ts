import type { Filter } from "./filter.ts";

const MAX_DEPTH = 32;
const ATTRIBUTE = "[A-Za-z][A-Za-z0-9-]*(?:;[A-Za-z0-9-]+)*|[0-9]+(?:\\.[0-9]+)*";
const SIMPLE = new RegExp(`^(${ATTRIBUTE})(=|>=|<=|~=)([^]*)$`);
const EXTENSIBLE = new RegExp(`^(${ATTRIBUTE})?(:dn)?(?::(${ATTRIBUTE}))?:=([^]*)$`, "i");
/** Characters a value may not hold as they are. */
const BARE = /[()\0]/;

/** Reads a filter as people write it (RFC 4515 section 3); the outermost parentheses may be missing. Undefined when it is none. */
export function parseFilter(text: string): Filter | undefined {
  const trimmed = text.trim();
  const reader = { text: trimmed.startsWith("(") ? trimmed : `(${trimmed})`, at: 0 };
  const filter = readFilter(reader, 1);
  return reader.at === reader.text.length ? filter : undefined;
}

/** Writes a value so that it stands for itself in a filter (RFC 4515 section 3). */
export function escapeFilterValue(value: string): string {
  return value.replace(/[\\*()\0]/g, (one) => `\\${one.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

interface Reader {
  readonly text: string;
  at: number;
}

function readFilter(reader: Reader, depth: number): Filter | undefined {
  if (depth > MAX_DEPTH || reader.text[reader.at] !== "(") return undefined;
  reader.at += 1;
  const filter = readInside(reader, depth);
  skipBlanks(reader);
  if (filter === undefined || reader.text[reader.at] !== ")") return undefined;
  reader.at += 1;
  return filter;
}

function readInside(reader: Reader, depth: number): Filter | undefined {
  skipBlanks(reader);
  const sign = reader.text[reader.at];
  if (sign === "!") {
    reader.at += 1;
    skipBlanks(reader);
    const part = readFilter(reader, depth + 1);
    return part && { kind: "not", part };
  }
  if (sign === "&" || sign === "|") {
    reader.at += 1;
    const parts: Filter[] = [];
    for (skipBlanks(reader); reader.text[reader.at] === "("; skipBlanks(reader)) {
      const part = readFilter(reader, depth + 1);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return { kind: sign === "&" ? "and" : "or", parts };
  }
  const end = reader.text.indexOf(")", reader.at);
  const item = reader.text.slice(reader.at, end < 0 ? undefined : end);
  reader.at += item.length;
  return readItem(item);
}

function readItem(item: string): Filter | undefined {
  const [, attribute, operator, written] = SIMPLE.exec(item) ?? [];
  if (attribute === undefined || written === undefined) return readExtensible(item);
  if (operator !== "=" || !written.includes("*")) {
    const value = unescapeValue(written);
    const kind = ({ "=": "equal", ">=": "atLeast", "<=": "atMost", "~=": "approx" } as const)[operator as "="];
    return value === undefined ? undefined : { kind, attribute, value };
  }
  if (written === "*") return { kind: "present", attribute };
  const pieces = written.split("*").map(unescapeValue);
  if (pieces.includes(undefined)) return undefined;
  const [initial, ...rest] = pieces as string[];
  const final = rest.pop();
  const any = rest.filter((piece) => piece !== "");
  if (!initial && !final && any.length === 0) return { kind: "present", attribute };
  return { kind: "substrings", attribute, initial: initial || null, any, final: final || null };
}

function readExtensible(item: string): Filter | undefined {
  const [match, attribute, dn, rule, written] = EXTENSIBLE.exec(item) ?? [];
  const value = written === undefined ? undefined : unescapeValue(written);
  if (match === undefined || value === undefined || (attribute === undefined && rule === undefined)) return undefined;
  return {
    kind: "extensible",
    rule: rule ?? null,
    attribute: attribute ?? null,
    value,
    dnAttributes: dn !== undefined,
  };
}

/** Undefined for a backslash that escapes nothing, or a character that should have been escaped. */
function unescapeValue(written: string): string | undefined {
  if (BARE.test(written) || /\\(?![0-9A-Fa-f]{2})/.test(written)) return undefined;
  try {
    // Escapes are octets of UTF-8, and so are percent signs.
    return decodeURIComponent(encodeURIComponent(written).replace(/%5C/g, "%"));
  } catch {
    return undefined;
  }
}

function skipBlanks(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? "")) reader.at += 1;
}
