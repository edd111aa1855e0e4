import { randomUUID } from "node:crypto";
import type { JWK } from "jose";

/** The claim that makes a JWT a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4). */
const EVENT = "http://schemas.openid.net/event/backchannel-logout";
/** Two minutes, as section 4 advises. */
const VALID_SECONDS = 120;

export interface LogoutTokenClaims {
  readonly issuer: string;
  readonly clientId: string;
  readonly userId: string;
  readonly sid: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
}

/** Makes the token that tells one application of one ended sign-in. */
export async function signLogoutToken(claims: LogoutTokenClaims, key: JWK): Promise<string> {
  // Loaded with the first token: many a server never has one to send.
  const { importJWK, SignJWT } = await import("jose");
  return new SignJWT({ sid: claims.sid, events: { [EVENT]: {} } })
    .setProtectedHeader({ alg: "RS256", kid: key.kid ?? "", typ: "logout+jwt" })
    .setIssuer(claims.issuer)
    .setAudience(claims.clientId)
    .setSubject(claims.userId)
    .setJti(randomUUID())
    .setIssuedAt(claims.issuedAt)
    .setExpirationTime(claims.issuedAt + VALID_SECONDS)
    .sign(await importJWK(key, "RS256"));
}
