import { REDACTED, type Secrets } from "./secrets.ts";

/** Names of keys whose value is a secret whoever wrote it, compared without case, `-` and `_`. */
const SECRET_KEYS =
  /^(.*(password|passwd|secret|apitoken|accesstoken|refreshtoken|idtoken|masterkey|encryptkey|privatekey|credential)s?|token|authorization|proxyauthorization|cookie|setcookie|ticket|verificationtoken|databaseurl)$/;

/** A value nested deeper is not printed: nothing we log on purpose is. */
const DEEPEST = 12;

/**
 * Copies a JSON value without its secrets.
 *
 * @param secrets known values, removed from every text and every key's name
 */
export function redact(value: unknown, secrets: Secrets, depth = 0): unknown {
  if (typeof value === "string") return secrets.scrub(value);
  if (value === null || typeof value !== "object") return value;
  if (depth > DEEPEST) return "[deep]";
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      secrets.scrub(key),
      isSecretKey(key) && isFilled(member) ? REDACTED : redact(member, secrets, depth + 1),
    ]),
  );
}

function isSecretKey(key: string): boolean {
  return SECRET_KEYS.test(key.toLowerCase().replace(/[-_]/g, ""));
}

/** That a secret is missing is no secret, and often what one looks for. */
function isFilled(value: unknown): boolean {
  return value !== null && value !== "" && typeof value !== "boolean";
}
