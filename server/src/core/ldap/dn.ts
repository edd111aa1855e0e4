import { compareText } from "../kernel/text.ts";
import { prepareText } from "./prepare-text.ts";

/** One attribute and value of a relative distinguished name. */
export interface NamePart {
  readonly type: string;
  readonly value: string;
}

/** The parts of a name's one level; nearly always one. */
export type Rdn = readonly NamePart[];
/** A distinguished name, the entry itself first and the root last (RFC 4514). */
export type Dn = readonly Rdn[];

/** Levels a name may have; ours have far fewer. */
const MAX_LEVELS = 64;
const TYPE = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)$/;
const MUST_ESCAPE = /[,+"\\<>;=\0]/g;

/**
 * Names read before, and keys worked out before: every search repeats its base, and a filter's name is looked at several
 * times. Reading and comparing them took a quarter of the time of a search for somebody's groups. Few and short ones are kept.
 */
const known = new Map<string, Dn>();
const keys = new WeakMap<Dn, string>();
const KNOWN_NAMES = 500;
const KNOWN_LENGTH = 250;

/** Reads a distinguished name (RFC 4514 section 3, and the blanks RFC 2253 allowed); undefined when it is none. */
export function parseDn(text: string): Dn | undefined {
  const before = known.get(text);
  if (before) return before;
  const dn = parse(text);
  if (dn === undefined || text.length > KNOWN_LENGTH) return dn;
  if (known.size === KNOWN_NAMES) known.clear();
  known.set(text, dn);
  return dn;
}

function parse(text: string): Dn | undefined {
  if (text.trim() === "") return [];
  const rdns: Rdn[] = [];
  let at = 0;
  for (;;) {
    const parts: NamePart[] = [];
    for (;;) {
      const equals = text.indexOf("=", at);
      if (equals < 0) return undefined;
      const type = text.slice(at, equals).trim();
      if (!TYPE.test(type)) return undefined;
      const read = readValue(text, equals + 1);
      if (read === undefined) return undefined;
      parts.push({ type, value: read.value });
      at = read.end + 1;
      if (text[read.end] !== "+") break;
    }
    rdns.push(parts);
    if (rdns.length > MAX_LEVELS) return undefined;
    if (at > text.length) return rdns;
  }
}

/** A value from `start` to the `,`, `;` or `+` behind it, or to the end. */
function readValue(text: string, start: number): { value: string; end: number } | undefined {
  const bytes: number[] = [];
  let value = "";
  const flush = () => {
    if (bytes.length > 0) value += decodeUtf8(bytes.splice(0));
  };
  let at = start;
  while (text[at] === " ") at++;
  if (text[at] === '"') return readQuoted(text, at);
  if (text[at] === "#") return readHex(text, at);
  // What was escaped stays, blanks before the separator go.
  let kept = 0;
  for (; at < text.length; at++) {
    const character = text[at] as string;
    if (character === "," || character === ";" || character === "+") break;
    if (character === '"' || character === "<" || character === ">" || character === "\0") return undefined;
    if (character !== "\\") {
      flush();
      value += character;
      if (character !== " ") kept = value.length;
      continue;
    }
    const pair = text.slice(at + 1, at + 3);
    if (/^[0-9A-Fa-f]{2}$/.test(pair)) {
      bytes.push(Number.parseInt(pair, 16));
      at += 2;
      if (text[at + 1] !== "\\") flush();
    } else {
      const escaped = text[at + 1];
      if (escaped === undefined || !/[ #=,+"\\<>;]/.test(escaped)) return undefined;
      flush();
      value += escaped;
      at += 1;
    }
    kept = value.length + bytes.length;
  }
  flush();
  return { value: value.slice(0, kept), end: at };
}

function readQuoted(text: string, start: number): { value: string; end: number } | undefined {
  let value = "";
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") {
      at += 1;
      value += text[at] ?? "";
    } else if (text[at] === '"') {
      const end = at + 1 + (/^ */.exec(text.slice(at + 1))?.[0].length ?? 0);
      return end === text.length || /[,;+]/.test(text[end] as string) ? { value, end } : undefined;
    } else value += text[at];
  }
  return undefined;
}

/** `#` and the BER of a value (RFC 4514 section 2.4); read as text when it is a short string type. */
function readHex(text: string, start: number): { value: string; end: number } | undefined {
  const [hex = ""] = /^[0-9A-Fa-f]*/.exec(text.slice(start + 1)) ?? [];
  const end = start + 1 + hex.length + (/^ */.exec(text.slice(start + 1 + hex.length))?.[0].length ?? 0);
  if (hex.length < 4 || hex.length % 2 === 1 || (end < text.length && !/[,;+]/.test(text[end] as string)))
    return undefined;
  const bytes = hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return bytes[1] === bytes.length - 2 ? { value: decodeUtf8(bytes.slice(2)), end } : undefined;
}

function decodeUtf8(bytes: readonly number[]): string {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""));
  } catch {
    return "\ufffd";
  }
}

/** Writes a name part's value so that every reader of RFC 4514 gets the same back. */
export function escapeDnValue(value: string): string {
  // One look instead of four: nearly all login names and slugs are of this kind.
  if (/^[\w.@-]+$/.test(value)) return value;
  const escaped = value.replace(MUST_ESCAPE, (character) => (character === "\0" ? "\\00" : `\\${character}`));
  const led = /^[ #]/.test(escaped) ? `\\${escaped}` : escaped;
  return / $/.test(led) && !/^\\ $/.test(led) ? `${led.slice(0, -1)}\\ ` : led;
}

/** Writes a distinguished name (RFC 4514 section 2). */
export function renderDn(dn: Dn): string {
  return dn.map((rdn) => rdn.map(({ type, value }) => `${type}=${escapeDnValue(value)}`).join("+")).join(",");
}

/** The text two names have in common exactly when they are the same name (distinguishedNameMatch). */
export function dnKey(dn: Dn): string {
  let key = keys.get(dn);
  if (key === undefined) {
    key = dn.map(rdnKey).join(",");
    keys.set(dn, key);
  }
  return key;
}

function rdnKey(rdn: Rdn): string {
  const parts = rdn.map(({ type, value }) => `${shortType(type)}=${escapeDnValue(prepareText(value))}`);
  return parts.length === 1 ? (parts[0] as string) : parts.sort(compareText).join("+");
}

/** Names for the attribute types that names are made of (RFC 4514 section 3). */
const TYPES: Readonly<Record<string, string>> = {
  "2.5.4.3": "cn",
  commonname: "cn",
  "2.5.4.11": "ou",
  organizationalunitname: "ou",
  "2.5.4.10": "o",
  organizationname: "o",
  "0.9.2342.19200300.100.1.1": "uid",
  userid: "uid",
  "0.9.2342.19200300.100.1.25": "dc",
  domaincomponent: "dc",
};

function shortType(type: string): string {
  const lower = type.toLowerCase();
  return TYPES[lower] ?? lower;
}

/** The key of a name given as text; undefined when it is none. */
export function keyOfDn(text: string): string | undefined {
  const dn = parseDn(text);
  return dn && dnKey(dn);
}
