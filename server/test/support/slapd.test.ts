import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { makeCertificate } from "./certificate.ts";
import { SLAPD, type Slapd, startSlapd } from "./slapd.ts";

const TREE = [
  "dn: dc=example,dc=com",
  "objectClass: dcObject",
  "objectClass: organization",
  "dc: example",
  "o: Example",
  "",
  "dn: uid=li.wei,dc=example,dc=com",
  "objectClass: inetOrgPerson",
  "uid: li.wei",
  "cn: li.wei",
  "sn: x",
  "",
  "dn: cn=staff,dc=example,dc=com",
  "objectClass: groupOfUniqueNames",
  "cn: staff",
  "uniqueMember: uid=li.wei,dc=example,dc=com",
  "",
].join("\n");

async function run(program: string, slapd: Slapd, args: readonly string[], input = "", env = {}): Promise<string> {
  const running = promisify(execFile)(
    program,
    ["-x", "-D", slapd.rootDn, "-w", slapd.rootPassword, "-H", slapd.url, ...args],
    { env: { ...process.env, ...env } },
  );
  running.child.stdin?.end(input);
  return (await running).stdout;
}

describe.skipIf(!existsSync(SLAPD))("a slapd of one's own", () => {
  test.each([
    ["none", false],
    ["memberof+refint", true],
    ["dynlist", true],
  ] as const)("with the overlay %s takes entries, and shows memberOf or does not", async (overlay, shows) => {
    const slapd = await startSlapd({ overlay });
    try {
      await run("ldapadd", slapd, [], TREE);
      const found = await run("ldapsearch", slapd, ["-LLL", "-b", slapd.suffix, "(uid=li.wei)", "memberOf"]);
      expect(found.includes("memberOf: cn=staff,dc=example,dc=com")).toBe(shows);
      expect(await slapd.dump()).toContain("dn: uid=li.wei,dc=example,dc=com");
    } finally {
      await slapd.stop();
    }
    expect(slapd.process.exitCode).toBe(0);
  });

  test("with a certificate answers StartTLS and LDAPS", async () => {
    const certificate = await makeCertificate();
    const slapd = await startSlapd({ tls: certificate });
    try {
      const env = { LDAPTLS_CACERT: certificate.certificatePath };
      expect(await run("ldapwhoami", slapd, ["-ZZ"], "", env)).toBe(`dn:${slapd.rootDn}\n`);
      expect(await run("ldapwhoami", slapd, ["-H", slapd.tlsUrl ?? ""], "", env)).toBe(`dn:${slapd.rootDn}\n`);
    } finally {
      await slapd.stop();
      await certificate.remove();
    }
  });

  test("says why it did not start", async () => {
    await expect(startSlapd({ lines: ["nonsense here"] })).rejects.toThrow(/slapd did not start: .*nonsense/s);
  });
});
