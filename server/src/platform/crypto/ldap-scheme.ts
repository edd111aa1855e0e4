import { createHash, randomBytes } from "node:crypto";
import { encrypt } from "unixcrypt";
import { hashPassword } from "./password.ts";

/** Forms of `userPassword` that LDAP servers can check (RFC 2307 section 5.3 and OpenLDAP's modules). */
export type LdapScheme = "crypt_sha512" | "ssha512" | "argon2" | "ssha";

export const LDAP_SCHEMES = ["crypt_sha512", "ssha512", "argon2", "ssha"] as const satisfies readonly LdapScheme[];

const SALT_BYTES = 16;

/** Hashes a password for `userPassword`, with a random salt. The password is taken as it is typed: clients send it like that. */
export async function hashForLdap(scheme: LdapScheme, password: string): Promise<string> {
  switch (scheme) {
    case "crypt_sha512":
      return `{CRYPT}${encrypt(password, `$6$${randomBytes(12).toString("base64").replaceAll("+", ".")}`)}`;
    case "argon2":
      return `{ARGON2}${await hashPassword(password)}`;
    case "ssha512":
      return salted("{SSHA512}", "sha512", password);
    case "ssha":
      return salted("{SSHA}", "sha1", password);
  }
}

function salted(prefix: string, algorithm: string, password: string): string {
  const salt = randomBytes(SALT_BYTES);
  const digest = createHash(algorithm).update(password, "utf8").update(salt).digest();
  return `${prefix}${Buffer.concat([digest, salt]).toString("base64")}`;
}

/** A value that no password matches, on any server. */
export const NOBODYS_PASSWORD = "{CRYPT}!";
