import { expect, test } from "vitest";
import { hashTypedSecret, newTypedSecret } from "./typed-secret.ts";

test("a secret has 140 random bits in letters that are not mistaken for each other", () => {
  const secrets = new Set(Array.from({ length: 200 }, () => newTypedSecret().text));
  expect(secrets.size).toBe(200);
  for (const secret of secrets) expect(secret).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{4}$/);
});

test("what is kept of it is what it is looked up by", () => {
  const { text, hash } = newTypedSecret();
  expect(hashTypedSecret(text)).toEqual(hash);
});

test("how it is typed does not matter", () => {
  const secret = "0a1b-2c3d-4e5f-6g7h-8j9k-mnpq-rstv";
  const hash = hashTypedSecret(secret);
  expect(hash).toHaveLength(32);
  for (const typed of [
    secret.toUpperCase(),
    secret.replaceAll("-", ""),
    ` ${secret.replaceAll("-", " ")} `,
    secret.replace("0", "O").replace("1", "l"),
    secret.replace("1", "I"),
  ])
    expect(hashTypedSecret(typed)).toEqual(hash);
});

test.each([
  "",
  "correct horse battery",
  "0a1b-2c3d",
  `${"0a1b-2c3d-4e5f-6g7h-8j9k-mnpq-rstv"}x`,
  "u".repeat(28),
  " ".repeat(10_000),
])("%j is no such secret", (typed) => {
  expect(hashTypedSecret(typed)).toBeNull();
});
