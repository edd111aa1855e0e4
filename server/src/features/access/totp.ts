import { Secret, TOTP } from "otpauth";
import type { Instant } from "../../core/kernel/ids.ts";

/** RFC 6238 with what every authenticator knows: SHA-1, six digits, 30 seconds; 160 bits (RFC 4226 section 4). */
const PERIOD_S = 30;
const SECRET_BYTES = 20;
const ISSUER = "Larkbridge";

/** A new secret in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What the QR code holds. */
export function totpUri(secret: string, username: string): string {
  return totpOf(secret, username).toString();
}

/** The time step a code belongs to, one before or after now's included; null when it is wrong. */
export function totpStep(secret: string, code: string, now: Instant): number | null {
  const timestamp = Date.parse(now);
  const delta = totpOf(secret, "").validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_S) + delta;
}

function totpOf(secret: string, username: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label: username,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_S,
    secret: Secret.fromBase32(secret),
  });
}
