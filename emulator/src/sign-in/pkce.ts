import { createHash } from "node:crypto";

/** What the page of the authorization was told, for the token endpoint to compare the verifier with (feishu-contract 6.1). */
export interface Challenge {
  readonly value: string;
  readonly method: ChallengeMethod;
}

export type ChallengeMethod = "S256" | "plain";

const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

/**
 * Whether a verifier belongs to a challenge. One without the other does not: a client that mixes up two sign-ins should
 * hear of it here.
 */
export function verifierFits(challenge: Challenge | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === undefined && verifier === undefined;
  if (!VERIFIER.test(verifier)) return false;
  const expected = challenge.method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
  return expected === challenge.value;
}
