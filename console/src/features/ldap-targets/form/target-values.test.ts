import { expect, it } from "vitest";
import { missingForProbe, missingIn, NEW_TARGET, toBody, toDraft, withTls, worksIn } from "./target-values.ts";

const filled = {
  ...NEW_TARGET,
  name: " Main ",
  host: "ldap.acme.cn",
  bindDn: "cn=admin,dc=acme",
  bindPassword: "secret",
  baseDn: "dc=acme",
};

it("moves a usual port along with the encryption, and keeps one of one's own", () => {
  expect(withTls(filled, "starttls")).toMatchObject({ tls: "starttls", port: 389 });
  expect(withTls(withTls(filled, "none"), "ldaps").port).toBe(636);
  expect(withTls({ ...filled, port: 1636 }, "starttls").port).toBe(1636);
});

it("sends no password that was not typed, and no trust without encryption", () => {
  expect(toBody(filled)).toMatchObject({ name: "Main", bind_password: "secret", member_of: "not_expected" });
  expect(toBody({ ...filled, bindPassword: "" })).not.toHaveProperty("bind_password");
  expect(toBody({ ...filled, tls: "none", ca: "PEM", fingerprint: "AA" }).tls).toEqual({
    mode: "none",
    ca: null,
    fingerprint: null,
  });
});

it("asks a server by its draft, naming the target that it changes", () => {
  expect(toDraft(filled, undefined)).not.toHaveProperty("target");
  expect(toDraft({ ...filled, bindPassword: "" }, "t1")).toMatchObject({ target: "t1", base_dn: "dc=acme" });
});

it("knows what is missing: of a change not the password, for a question not the name", () => {
  expect(missingIn(NEW_TARGET, true)).toEqual(["name", "host", "bindDn", "bindPassword", "baseDn"]);
  expect(missingForProbe({ ...filled, name: "", port: null }, true)).toEqual(["port"]);
  expect(missingIn({ ...filled, bindPassword: "" }, false)).toEqual([]);
  expect(missingIn({ ...filled, host: "ldap://x" }, false)).toEqual(["host"]);
});

it("knows of a password scheme whether it works only where it was tried", () => {
  const probe = {
    usable: true,
    server: null,
    findings: [],
    password_schemes: [{ scheme: "ssha" as const, works: false }],
  };
  expect([worksIn(probe, "ssha"), worksIn(probe, "argon2"), worksIn(undefined, "ssha")]).toEqual([false, null, null]);
});
