import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { makeCertificate } from "./certificate.ts";
import { runCommand } from "./run-command.ts";
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

async function run(
  program: string,
  slapd: Slapd,
  args: readonly string[],
  given: { input?: string; env?: Record<string, string> } = {},
) {
  const to = args.includes("-H") ? [] : ["-H", slapd.url];
  return runCommand(program, ["-x", "-D", slapd.rootDn, "-w", slapd.rootPassword, ...to, ...args], given);
}

describe.skipIf(!existsSync(SLAPD))("a slapd of one's own", () => {
  test.each([
    ["none", false],
    ["memberof+refint", true],
    ["dynlist", true],
  ] as const)("with the overlay %s takes entries, and shows memberOf or does not", async (overlay, shows) => {
    const slapd = await startSlapd({ overlay });
    try {
      expect(await run("ldapadd", slapd, [], { input: TREE })).toMatchObject({ code: 0 });
      const { out } = await run("ldapsearch", slapd, ["-LLL", "-b", slapd.suffix, "(uid=li.wei)", "memberOf"]);
      expect(out.includes("memberOf: cn=staff,dc=example,dc=com")).toBe(shows);
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
      for (const how of [["-ZZ"], ["-H", slapd.tlsUrl ?? ""]])
        expect((await run("ldapwhoami", slapd, how, { env })).out).toBe(`dn:${slapd.rootDn}\n`);
    } finally {
      await slapd.stop();
      await certificate.remove();
    }
  });

  test("says why it did not start", async () => {
    await expect(startSlapd({ lines: ["nonsense here"] })).rejects.toThrow(/slapd did not start: .*nonsense/s);
  });
});
