import { hash, verify } from "@node-rs/argon2";

/** The library's `Algorithm` is a const enum, which type stripping cannot import; 2 is argon2id (its default). */
const ARGON2ID = 2;

/** OWASP's password storage cheat sheet, first choice of argon2id: 19 MiB, two passes, one lane. About 10 ms of CPU. */
const OPTIONS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes a password into a PHC string (argon2id, random salt). */
export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), OPTIONS);
}

/** Whether a password is the one a PHC string was made from. */
export async function verifyPassword(phc: string, password: string): Promise<boolean> {
  return verify(phc, password.normalize("NFC"));
}
