import { codePointLength } from "../kernel/text.ts";

/** What makes a value unfit for the directory; `rule` is shown to the administrator. */
export interface FieldProblem {
  readonly field: string;
  readonly rule: string;
}

const MAX_TEXT = 255;
/** RFC 5321 section 4.5.3.1: 64 octets of local part, "@", 255 of domain. */
const MAX_EMAIL = 320;
const CONTROL = /[\u0000-\u001f\u007f]/;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const E164 = /^\+[1-9][0-9]{5,14}$/;

/** Judges a line of text (name, nickname, title …). Returns the rule it breaks, or null. */
export function textProblem(field: string, value: string): FieldProblem | null {
  if (CONTROL.test(value)) return { field, rule: "no control characters" };
  // The cheap bound first: code points are never more than UTF-16 units.
  if (value.length > MAX_TEXT && codePointLength(value) > MAX_TEXT)
    return { field, rule: `at most ${MAX_TEXT} characters` };
  return null;
}

/** Judges an e-mail address by shape only; whether it receives mail nobody can tell here. */
export function emailProblem(value: string): FieldProblem | null {
  if (value.length > MAX_EMAIL) return { field: "email", rule: `at most ${MAX_EMAIL} characters` };
  return EMAIL.test(value) && !CONTROL.test(value) ? null : { field: "email", rule: "local@domain" };
}

/** Judges a mobile number: E.164, as the connector normalises it. */
export function mobileProblem(value: string): FieldProblem | null {
  return E164.test(value) ? null : { field: "mobile", rule: "an international number like +8613800000001" };
}
