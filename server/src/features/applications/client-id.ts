import { randomBytes } from "node:crypto";

/** 32 characters that nobody takes for one another, so that five bits choose one. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
const LENGTH = 20;

/** Makes what an application calls itself by: `lb_` and 20 characters, 100 random bits. Public; it opens nothing. */
export function newClientId(): string {
  return `lb_${Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join("")}`;
}
