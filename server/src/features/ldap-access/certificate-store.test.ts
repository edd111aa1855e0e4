import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import { newMasterKey, parseMasterKey } from "../../platform/crypto/master-key.ts";
import { makeSecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { getSelfMadeCertificate } from "./certificate-store.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const NAMES = ["ldap.example.com", "localhost", "127.0.0.1", "::1"];
const clock = fixedClock("2026-05-01T08:00:00.000Z");
let database: OpenDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

function newBox() {
  const key = parseMasterKey(newMasterKey());
  if (key === null) throw new Error("a new master key is one");
  return makeSecretBox(key, "stored-secret");
}
const box = newBox();
const get = (names = NAMES) => getSelfMadeCertificate(database.kysely, box, names, clock.now());

test("processes that start at once show one certificate, which stands for every name and for itself", async () => {
  const [one, two] = await Promise.all([get(), get()]);
  expect(one).toEqual(two);
  const x509 = new X509Certificate(one.certificate);
  for (const name of ["ldap.example.com", "localhost"]) expect(x509.checkHost(name)).toBe(name);
  for (const address of ["127.0.0.1", "::1"]) expect(x509.checkIP(address)).toBe(address);
  expect(x509.verify(x509.publicKey)).toBe(true);
  expect(x509.ca).toBe(true);
  expect(Date.parse(x509.validFrom)).toBeLessThan(Date.parse(clock.now()));
  expect(() => createSecureContext({ cert: one.certificate, key: one.privateKey })).not.toThrow();
});

test("it is kept until a month before its end, whatever the machine is called by then", async () => {
  const first = await get();
  clock.advance(794 * DAY_MS);
  expect(await get(["elsewhere"])).toEqual(first);
  clock.advance(2 * DAY_MS);
  const second = await get();
  expect(second.certificate).not.toBe(first.certificate);
  expect(Date.parse(new X509Certificate(second.certificate).validTo)).toBe(Date.parse(clock.now()) + 825 * DAY_MS);
});

test("its key is sealed: another master key does not open it", async () => {
  const { rows } = await database.pool.query("select private_key from ldap_certificate");
  expect(rows[0].private_key).not.toContain("PRIVATE KEY");
  await expect(getSelfMadeCertificate(database.kysely, newBox(), NAMES, clock.now())).rejects.toThrow(
    "secret_key_unknown",
  );
});
