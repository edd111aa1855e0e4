import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../support/run-command.ts";
import { BASE, openLdapStage, PASSWORD } from "./ldap-stage.ts";

/** Debian's own clients, as an administrator uses them (ldap.md 4.2). */

let stage: Awaited<ReturnType<typeof openLdapStage>>;
beforeAll(async () => {
  stage = await openLdapStage();
});
afterAll(() => stage.close());

const APP = ["-D", `cn=app,ou=services,${BASE}`, "-w", "app secret"];
const LI_WEI = `uid=li.wei,ou=people,${BASE}`;

const run = (program: string, args: readonly string[], input = "") =>
  runCommand(program, ["-x", "-H", stage.url, ...args], { input });
const search = (...args: string[]) => run("ldapsearch", ["-LLL", "-o", "ldif-wrap=no", ...args]);
const namesOf = (out: string) => [...out.matchAll(/^dn: (.*)$/gm)].map(([, dn]) => dn);

describe.skipIf(!existsSync("/usr/bin/ldapsearch"))("ldap-utils", () => {
  test("anybody reads the root DSE and the schema, and nothing else", async () => {
    const root = await search("-s", "base", "-b", "", "+", "*");
    expect(root.out).toContain(`namingContexts: ${BASE}`);
    expect(root.out).toContain("supportedControl: 1.2.840.113556.1.4.319");
    const schema = await search("-s", "base", "-b", "cn=Subschema", "attributeTypes");
    expect(schema.out).toContain("NAME 'memberOf'");
    expect((await search("-b", BASE)).code).toBe(50);
  });

  test("a service account finds everybody, page by page as well", async () => {
    const all = await search(...APP, "-b", `ou=people,${BASE}`, "(uid=*)", "uid");
    expect(namesOf(all.out)).toHaveLength(3);
    const paged = await search(...APP, "-E", "pr=1/noprompt", "-b", BASE, "(objectClass=*)", "1.1");
    const whole = await search(...APP, "-b", BASE, "(objectClass=*)", "1.1");
    expect(namesOf(paged.out)).toEqual(namesOf(whole.out));
    expect(namesOf(whole.out).length).toBe(5 + 2 + 5 + 3);
  });

  test("an entry shows what applications look for", async () => {
    const { out } = await search(...APP, "-b", BASE, "(mail=LI.WEI@example.com)", "*", "+");
    expect(namesOf(out)).toEqual([LI_WEI]);
    for (const line of [
      "objectClass: posixAccount",
      "cn: li.wei",
      "mobile: +8613800000001",
      "employeeNumber: E-1",
      "uidNumber: 100000",
      `manager: uid=wang.na,ou=people,${BASE}`,
      `memberOf: cn=grp-vpn,ou=groups,${BASE}`,
      `memberOf: cn=dept-yanfabu-all,ou=groups,${BASE}`,
      `entryUUID: ${stage.ids.wei}`,
      "structuralObjectClass: inetOrgPerson",
    ])
      expect(out.split("\n")).toContain(line);
    expect(out).not.toContain("userPassword");
  });

  test("groups are found by member, uniqueMember and memberUid, and by their DN in another spelling", async () => {
    const cns = async (filter: string) =>
      [...(await search(...APP, "-b", `ou=groups,${BASE}`, filter, "cn")).out.matchAll(/^cn: (.*)$/gm)].map(
        ([, cn]) => cn,
      );
    const expected = ["dept-yanfabu-all", "dept-pingtaizu", "dept-pingtaizu-all", "grp-vpn"].sort();
    for (const filter of [`(member=${LI_WEI})`, `(uniqueMember=UID=LI.WEI, OU=People, ${BASE})`, "(memberUid=li.wei)"])
      expect((await cns(filter)).sort()).toEqual(expected);
    const members = await search(
      ...APP,
      "-b",
      BASE,
      `(memberOf:1.2.840.113556.1.4.1941:=cn=dept-yanfabu-all,ou=groups,${BASE})`,
      "1.1",
    );
    expect(namesOf(members.out)).toEqual([LI_WEI, `uid=wang.na,ou=people,${BASE}`]);
  });

  test("filters of every kind find who they mean", async () => {
    const found = async (filter: string) =>
      namesOf((await search(...APP, "-b", `ou=people,${BASE}`, filter, "1.1")).out);
    expect(await found("(&(displayName=*伟*)(!(uidNumber>=100100)))")).toEqual([LI_WEI]);
    expect(await found("(uid:caseIgnoreMatch:=LI.WEI)")).toEqual([LI_WEI]);
    expect(await found("(!(nosuchattribute=x))")).toEqual([]);
    expect(await found("(|(uid=li.wei)(uid=nobody))")).toEqual([LI_WEI]);
    expect(await found("(pwdAccountLockedTime=*)")).toEqual([`uid=zhao.gone,ou=people,${BASE}`]);
  });

  test("results say what happened", async () => {
    const missing = await search(...APP, "-b", `ou=nope,${BASE}`);
    expect([missing.code, missing.err]).toEqual([32, expect.stringContaining(`Matched DN: ${BASE}`)]);
    expect((await search(...APP, "-b", "nope")).code).toBe(34);
    const limited = await search(...APP, "-z", "3", "-b", BASE, "(objectClass=*)", "1.1");
    expect([limited.code, namesOf(limited.out).length]).toEqual([4, 3]);
    expect((await search("-D", LI_WEI, "-w", "wrong", "-b", BASE)).code).toBe(49);
    expect((await search("-D", `uid=nobody,ou=people,${BASE}`, "-w", "wrong", "-b", BASE)).code).toBe(49);
    expect((await run("ldapadd", APP, `dn: uid=x,ou=people,${BASE}\nobjectClass: person\ncn: x\nsn: x\n`)).code).toBe(
      53,
    );
    expect((await run("ldapdelete", [...APP, LI_WEI])).code).toBe(53);
    expect((await run("ldapmodify", APP, `dn: ${LI_WEI}\nchangetype: modify\nreplace: sn\nsn: x\n`)).code).toBe(53);
  });

  test("compare answers without showing the value", async () => {
    expect((await run("ldapcompare", [...APP, LI_WEI, "mail:LI.WEI@EXAMPLE.COM"])).code).toBe(6);
    expect((await run("ldapcompare", [...APP, LI_WEI, "mail:other@example.com"])).code).toBe(5);
    expect((await run("ldapcompare", [...APP, `cn=grp-vpn,ou=groups,${BASE}`, `member:${LI_WEI}`])).code).toBe(6);
  });

  test("a person sees themself and their groups, and of these nobody else", async () => {
    expect((await run("ldapwhoami", APP)).out).toBe(`dn:cn=app,ou=services,${BASE}\n`);
    const me = ["-D", LI_WEI, "-w", PASSWORD];
    expect((await run("ldapwhoami", me)).out).toBe(`dn:${LI_WEI}\n`);
    expect(namesOf((await search(...me, "-b", BASE, "(uid=*)")).out)).toEqual([LI_WEI]);
    const { out } = await search(...me, "-b", BASE, "(cn=dept-yanfabu-all)", "member");
    expect(out.trim().split("\n").slice(1)).toEqual([`member: ${LI_WEI}`]);
  });

  test("a disabled person cannot bind and is in no group", async () => {
    const gone = `uid=zhao.gone,ou=people,${BASE}`;
    expect((await run("ldapwhoami", ["-D", gone, "-w", PASSWORD])).code).toBe(49);
    expect((await search(...APP, "-b", gone, "memberOf")).out).not.toContain("memberOf");
  });

  test("a change of the directory is served after the next look", async () => {
    await stage.database.pool.query("update directory_user set job_title = 'CTO' where username = 'wang.na'");
    await stage.database.pool.query("update directory_state set revision = revision + 1");
    await stage.view.refresh();
    expect(namesOf((await search(...APP, "-b", BASE, "(title=cto)")).out)).toEqual([`uid=wang.na,ou=people,${BASE}`]);
    expect(stage.faults).toEqual([]);
  });
});
