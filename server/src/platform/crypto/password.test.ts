import { expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

it("recognises a password and no other, however its accents were typed", async () => {
  const phc = await hashPassword("caf\u00e9 夜班");
  expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(phc, "cafe\u0301 夜班")).toBe(true);
  expect(await verifyPassword(phc, "cafe 夜班")).toBe(false);
});

it("gives one password another hash each time", async () => {
  expect(await hashPassword("same")).not.toBe(await hashPassword("same"));
});
