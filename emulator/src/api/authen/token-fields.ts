import type { Call } from "../../gateway/route.ts";
import { OAuthRefusal } from "./oauth-refusal.ts";

/** The members of a token request, texts all of them. */
export type TokenFields = ReadonlyMap<string, string>;

/**
 * Reads the body of a token request.
 *
 * @param takesForm whether the endpoint takes `application/x-www-form-urlencoded` beside JSON
 * @throws OAuthRefusal 20063 when it is neither, names a member twice, or holds anything but texts
 */
export function readTokenFields(call: Call, takesForm: boolean): TokenFields {
  const isForm = (call.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  if (isForm && !takesForm) throw new OAuthRefusal(20063, "the body must be JSON");
  const members = isForm ? [...new URLSearchParams(call.rawBody)] : jsonMembers(call.rawBody);
  const fields = new Map<string, string>();
  for (const [name, value] of members) {
    if (value === null || value === "") continue;
    if (typeof value !== "string") throw new OAuthRefusal(20063, `${name} must be a string`);
    if (fields.has(name)) throw new OAuthRefusal(20063, `${name} is given twice`);
    fields.set(name, value);
  }
  return fields;
}

function jsonMembers(text: string): [string, unknown][] {
  let value: unknown;
  try {
    value = text === "" ? {} : JSON.parse(text);
  } catch {
    throw new OAuthRefusal(20063, "the body is no JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new OAuthRefusal(20063, "the body must be an object");
  }
  return Object.entries(value);
}

/** @throws OAuthRefusal 20001 when the member is not there */
export function requiredField(fields: TokenFields, name: string): string {
  const value = fields.get(name);
  if (value === undefined) throw new OAuthRefusal(20001, name);
  return value;
}
