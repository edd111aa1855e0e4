import { keyOfDn } from "./dn.ts";
import { nameOfClass } from "./object-classes.ts";
import { prepareText, squeezeSpaces } from "./prepare-text.ts";

/** How the values of an attribute are compared: a family of matching rules. */
export type ValueKind =
  | "text"
  | "ia5"
  | "exact"
  | "phone"
  | "dn"
  | "integer"
  | "time"
  | "boolean"
  | "oid"
  | "uuid"
  | "octets"
  | "binary"
  | "description";

interface ValueRules {
  readonly syntax: string;
  /** Name of the rule for `=`; null: only presence can be asked. */
  readonly equality: string | null;
  readonly ordering: string | null;
  readonly substrings: string | null;
  /** Text that is the same for values that are the same; undefined for what is no such value. */
  readonly normalise: (value: string) => string | undefined;
}

const SYNTAX = "1.3.6.1.4.1.1466.115.121.1";
const phone = (value: string) => prepareText(value).replace(/[ -]/g, "");

/** Syntax and matching rules of each kind (RFC 4517; uuid: RFC 4530). */
export const valueRules: Readonly<Record<ValueKind, ValueRules>> = {
  text: {
    syntax: `${SYNTAX}.15`,
    equality: "caseIgnoreMatch",
    ordering: "caseIgnoreOrderingMatch",
    substrings: "caseIgnoreSubstringsMatch",
    normalise: prepareText,
  },
  ia5: {
    syntax: `${SYNTAX}.26`,
    equality: "caseIgnoreIA5Match",
    ordering: null,
    substrings: "caseIgnoreIA5SubstringsMatch",
    normalise: prepareText,
  },
  exact: {
    syntax: `${SYNTAX}.26`,
    equality: "caseExactIA5Match",
    ordering: null,
    substrings: "caseExactIA5SubstringsMatch",
    normalise: squeezeSpaces,
  },
  phone: {
    syntax: `${SYNTAX}.50`,
    equality: "telephoneNumberMatch",
    ordering: null,
    substrings: "telephoneNumberSubstringsMatch",
    normalise: phone,
  },
  dn: {
    syntax: `${SYNTAX}.12`,
    equality: "distinguishedNameMatch",
    ordering: null,
    substrings: null,
    normalise: keyOfDn,
  },
  integer: {
    syntax: `${SYNTAX}.27`,
    equality: "integerMatch",
    ordering: "integerOrderingMatch",
    substrings: null,
    normalise: (value) => (/^-?\d{1,18}$/.test(value.trim()) ? String(BigInt(value.trim())) : undefined),
  },
  time: {
    syntax: `${SYNTAX}.24`,
    equality: "generalizedTimeMatch",
    ordering: "generalizedTimeOrderingMatch",
    substrings: null,
    normalise: normaliseTime,
  },
  boolean: {
    syntax: `${SYNTAX}.7`,
    equality: "booleanMatch",
    ordering: null,
    substrings: null,
    normalise: (value) => (/^(true|false)$/i.test(value) ? value.toUpperCase() : undefined),
  },
  oid: {
    syntax: `${SYNTAX}.38`,
    equality: "objectIdentifierMatch",
    ordering: null,
    substrings: null,
    // A class is the same by its number and by its name (RFC 4517 section 4.2.26).
    normalise: (value) => nameOfClass(prepareText(value)),
  },
  uuid: {
    syntax: "1.3.6.1.1.16.1",
    equality: "UUIDMatch",
    ordering: "UUIDOrderingMatch",
    substrings: null,
    normalise: (value) =>
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value.toLowerCase() : undefined,
  },
  octets: {
    syntax: `${SYNTAX}.40`,
    equality: "octetStringMatch",
    ordering: null,
    substrings: null,
    normalise: (value) => value,
  },
  binary: { syntax: `${SYNTAX}.28`, equality: null, ordering: null, substrings: null, normalise: () => undefined },
  description: { syntax: `${SYNTAX}.3`, equality: null, ordering: null, substrings: null, normalise: () => undefined },
};

/** Generalized time with minutes and seconds optional and any offset (RFC 4517 section 3.3.13), as 14 digits of UTC. */
function normaliseTime(value: string): string | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})?(\d{2})?(?:[.,]\d+)?(Z|([+-])(\d{2})(\d{2})?)$/.exec(
    value.trim(),
  );
  if (!parts) return undefined;
  const [, year, month, day, hour, minute = "00", second = "00", , sign, offHour, offMinute = "00"] = parts;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31 || Number(hour) > 23)
    return undefined;
  const offset = sign === undefined ? 0 : (Number(offHour) * 60 + Number(offMinute)) * (sign === "+" ? -1 : 1);
  if (offset === 0) return `${year}${month}${day}${hour}${minute}${second}`;
  const minutes =
    dayNumber(Number(year), Number(month), Number(day)) * 1440 + Number(hour) * 60 + Number(minute) + offset;
  const moved = dateOf(Math.floor(minutes / 1440));
  const rest = ((minutes % 1440) + 1440) % 1440;
  return `${moved}${two(Math.floor(rest / 60))}${two(rest % 60)}${second}`;
}

const two = (number: number) => String(number).padStart(2, "0");

/** Days since 0000-03-01 of the proleptic Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const m = (month + 9) % 12;
  return (
    365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + day - 1
  );
}

function dateOf(days: number): string {
  let year = Math.floor((10_000 * days + 14_780) / 3_652_425);
  let rest = days - (365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400));
  if (rest < 0) {
    year -= 1;
    rest = days - (365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400));
  }
  const month = Math.floor((5 * rest + 2) / 153);
  const day = rest - Math.floor((153 * month + 2) / 5) + 1;
  const shown = ((month + 2) % 12) + 1;
  return `${String(year + (month >= 10 ? 1 : 0)).padStart(4, "0")}${two(shown)}${two(day)}`;
}

/** Compares two normalised values of a kind; integers by size. */
export function compareValues(kind: ValueKind, a: string, b: string): number {
  if (kind === "integer") {
    const [x, y] = [BigInt(a), BigInt(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
