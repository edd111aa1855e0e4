import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LdifEntry, parseLdif } from "../support/ldif.ts";
import { runCommand } from "../support/run-command.ts";
import { BASE, openLdapStage, PASSWORD } from "./ldap-stage.ts";

/** What applications send, as their sources and recipes have it, and the answer they count on (ldap.md 4.1). */

let stage: Awaited<ReturnType<typeof openLdapStage>>;
beforeAll(async () => {
  stage = await openLdapStage();
});
afterAll(async () => {
  expect(stage.faults).toEqual([]);
  await stage.close();
});

const APP = ["-D", `cn=app,ou=services,${BASE}`, "-w", "app secret"];
const [PEOPLE, GROUPS] = [`ou=people,${BASE}`, `ou=groups,${BASE}`];
const [WEI, NA, GONE] = [`uid=li.wei,${PEOPLE}`, `uid=wang.na,${PEOPLE}`, `uid=zhao.gone,${PEOPLE}`];
const VPN = `cn=grp-vpn,${GROUPS}`;
const OF_WEI = ["dept-pingtaizu", "dept-pingtaizu-all", "dept-yanfabu-all", "grp-vpn"].map(
  (cn) => `cn=${cn},${GROUPS}`,
);

async function ask(who: readonly string[], args: readonly string[]) {
  const { code, out } = await runCommand("ldapsearch", [
    "-LLL",
    "-o",
    "ldif-wrap=no",
    "-x",
    "-H",
    stage.url,
    ...who,
    ...args,
  ]);
  return { code, entries: parseLdif(out) };
}
const namesOf = (entries: readonly LdifEntry[]) => entries.map(({ dn }) => dn).sort();

/** One search, and the names it finds; with a code when that is not 0. */
interface Row {
  readonly as?: readonly string[];
  readonly base: string;
  readonly scope?: "base" | "one" | "sub";
  readonly filter: string;
  readonly options?: readonly string[];
  readonly finds: readonly string[];
  readonly code?: number;
}

const rows: readonly (readonly [name: string, row: Row])[] = [
  [
    "GitLab finds whoever signs in",
    { base: PEOPLE, filter: "(&(uid=li.wei)(memberOf=cn=grp-vpn,ou=groups,dc=example,dc=com))", finds: [WEI] },
  ],
  [
    "GitLab expects one entry, and is told there are more",
    { base: PEOPLE, filter: "(uid=*)", options: ["-z", "1"], finds: [WEI], code: 4 },
  ],
  [
    "GitLab reads a person again by the DN it keeps",
    { base: WEI, scope: "base", filter: "(objectClass=*)", finds: [WEI] },
  ],
  ["Jenkins searches below an empty root DN", { base: "", filter: "(uid=li.wei)", finds: [WEI] }],
  [
    "Jenkins lists the groups of a person in any of three ways",
    { base: "", filter: `(|(member=${WEI})(uniqueMember=${WEI})(memberUid=li.wei))`, finds: OF_WEI },
  ],
  [
    "Grafana looks up many logins at once",
    {
      base: PEOPLE,
      filter: `(|${Array.from({ length: 498 }, (_, at) => `(uid=nobody${at})`).join("")}(uid=li.wei)(uid=wang.na))`,
      finds: [WEI, NA],
    },
  ],
  ["Grafana with posixGroup", { base: GROUPS, filter: "(&(objectClass=posixGroup)(memberUid=li.wei))", finds: OF_WEI }],
  [
    "Nexus reads static groups",
    {
      base: GROUPS,
      scope: "one",
      filter: `(&(objectClass=groupOfUniqueNames)(&(cn=*)(uniqueMember=${WEI})))`,
      finds: OF_WEI,
    },
  ],
  [
    "Nexus lists users",
    { base: PEOPLE, scope: "sub", filter: "(&(objectClass=inetOrgPerson)(uid=*))", finds: [WEI, NA, GONE] },
  ],
  [
    "JumpServer imports by cn",
    { base: PEOPLE, filter: "(cn=*)", options: ["-E", "pr=1000/noprompt"], finds: [WEI, NA, GONE] },
  ],
  [
    "Gitea takes a login or a mail",
    {
      base: PEOPLE,
      filter: "(&(objectClass=person)(|(uid=LI.WEI@example.com)(mail=LI.WEI@example.com)))",
      finds: [WEI],
    },
  ],
  [
    "Gitea runs the filter again with the user's DN as base",
    { base: WEI, filter: "(&(objectClass=person)(|(uid=li.wei)(mail=li.wei)))", finds: [WEI] },
  ],
  [
    "Gitea lists the groups of a DN",
    {
      base: GROUPS,
      filter: `(&(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))(member=${WEI}))`,
      finds: OF_WEI,
    },
  ],
  [
    "SSSD finds a POSIX account",
    { base: BASE, filter: "(&(uid=li.wei)(objectclass=posixAccount)(&(uidNumber=*)(!(uidNumber=0))))", finds: [WEI] },
  ],
  [
    "SSSD finds a POSIX account by number",
    {
      base: BASE,
      filter: "(&(uidNumber=100000)(objectclass=posixAccount)(&(uidNumber=*)(!(uidNumber=0))))",
      finds: [WEI],
    },
  ],
  [
    "SSSD with rfc2307bis lists groups by member",
    {
      base: BASE,
      filter: `(&(member=${WEI})(objectclass=posixGroup)(cn=*)(&(gidNumber=*)(!(gidNumber=0))))`,
      finds: OF_WEI,
    },
  ],
  [
    "SSSD with rfc2307 lists groups by memberUid",
    {
      base: BASE,
      filter: "(&(memberuid=li.wei)(objectClass=posixGroup)(cn=*)(&(gidNumber=*)(!(gidNumber=0))))",
      finds: OF_WEI,
    },
  ],
  [
    "SSSD finds the primary group",
    {
      base: BASE,
      filter: "(&(gidNumber=200000)(objectClass=posixGroup)(cn=*)(&(gidNumber=*)(!(gidNumber=0))))",
      finds: [`cn=everyone,${GROUPS}`],
    },
  ],
  [
    "SSSD asks only for what has changed since",
    { base: BASE, filter: "(&(objectclass=posixAccount)(modifyTimestamp>=20990101000000Z))", finds: [] },
  ],
  [
    "SSSD checks its access filter at the person's entry",
    { base: WEI, scope: "base", filter: `(&(uid=li.wei)(objectclass=posixAccount)(memberOf=${VPN}))`, finds: [WEI] },
  ],
  [
    "SSSD's access filter keeps others out",
    { base: NA, scope: "base", filter: `(&(uid=wang.na)(objectclass=posixAccount)(memberOf=${VPN}))`, finds: [] },
  ],
  ["nslcd finds an account", { base: BASE, filter: "(&(objectClass=posixAccount)(uid=li.wei))", finds: [WEI] }],
  [
    "nslcd finds groups by memberUid or member",
    { base: BASE, filter: `(&(objectClass=posixGroup)(|(memberUid=li.wei)(member=${WEI})))`, finds: OF_WEI },
  ],
  [
    "Apache finds a person by an attribute of its URL",
    { base: PEOPLE, filter: "(&(objectClass=*)(uid=li.wei))", options: ["-z", "2"], finds: [WEI] },
  ],
  [
    "FreeRADIUS reads each group of memberOf at its own name",
    { base: VPN, scope: "base", filter: "(objectClass=*)", finds: [VPN] },
  ],
  [
    "FreeRADIUS looks for a group by name and member",
    { base: BASE, filter: `(&(cn=grp-vpn)(objectClass=posixGroup)(|(member=${WEI})(memberUid=li.wei)))`, finds: [VPN] },
  ],
  [
    "Nextcloud's wizard finds everybody",
    {
      base: BASE,
      filter: "(|(objectclass=inetOrgPerson))",
      options: ["-E", "pr=500/noprompt"],
      finds: [WEI, NA, GONE],
    },
  ],
  [
    "Nextcloud signs in by name or mail",
    {
      base: BASE,
      filter:
        "(&(|(objectclass=inetOrgPerson))(|(uid=li.wei@example.com)(|(mailPrimaryAddress=li.wei@example.com)(mail=li.wei@example.com))))",
      finds: [WEI],
    },
  ],
  [
    "Nextcloud probes memberOf",
    { base: BASE, filter: "(&(|(objectclass=inetOrgPerson))(memberOf=*))", finds: [WEI, NA] },
  ],
  [
    "Jira synchronises users",
    {
      base: PEOPLE,
      filter: "(objectclass=inetorgperson)",
      options: ["-E", "pr=1000/noprompt"],
      finds: [WEI, NA, GONE],
    },
  ],
  [
    "Jira finds the groups a person is a unique member of",
    { base: GROUPS, filter: `(&(objectClass=groupOfUniqueNames)(uniqueMember=${WEI}))`, finds: OF_WEI },
  ],
  [
    "Harbor reads a group by its DN",
    { base: VPN, scope: "sub", filter: "(objectClass=groupOfUniqueNames)", finds: [VPN] },
  ],
  [
    "Harbor finds whoever signs in",
    { base: PEOPLE, filter: "(&(objectclass=inetorgperson)(uid=li.wei))", finds: [WEI] },
  ],
  [
    "MinIO lists the groups of a DN",
    { base: GROUPS, filter: `(&(objectclass=groupOfNames)(member=${WEI}))`, finds: OF_WEI },
  ],
  [
    "Keycloak reads users changed since",
    {
      base: PEOPLE,
      filter: "(&(modifyTimestamp>=20260101000000.000Z)(objectclass=inetOrgPerson)(objectclass=organizationalPerson))",
      options: ["-E", "pr=1000/noprompt"],
      finds: [WEI, NA, GONE],
    },
  ],
  [
    "Keycloak finds one by its UUID",
    {
      base: PEOPLE,
      filter: "(&(uid=*)(entryUUID=00000000-0000-4000-8000-000000000000)(objectclass=inetOrgPerson))",
      finds: [],
    },
  ],
  ["Keycloak's group mapper", { base: GROUPS, filter: `(&(member=${WEI})(objectclass=groupOfNames))`, finds: OF_WEI }],
  [
    "Dex finds a person by mail",
    { base: PEOPLE, filter: "(&(objectClass=person)(mail=li.wei@example.com))", finds: [WEI] },
  ],
  [
    "Vault asks for groups in its default way",
    { base: GROUPS, filter: `(|(memberUid=li.wei)(member=${WEI})(uniqueMember=${WEI}))`, finds: OF_WEI },
  ],
  [
    "pfSense lists the containers",
    { base: BASE, scope: "one", filter: "(|(ou=*)(cn=Users))", finds: [`ou=departments,${BASE}`, GROUPS, PEOPLE] },
  ],
  [
    "appliances that know Active Directory only",
    { base: BASE, filter: "(&(objectCategory=person)(sAMAccountName=li.wei))", finds: [] },
  ],
  [
    "appliances that ask for sAMAccountName",
    { base: BASE, filter: `(&(sAMAccountName=li.wei)(memberOf:1.2.840.113556.1.4.1941:=${VPN}))`, finds: [WEI] },
  ],
  [
    "Grafana without a password binds as nobody and finds nothing",
    { as: ["-D", "", "-w", ""], base: PEOPLE, filter: "(uid=li.wei)", finds: [], code: 50 },
  ],
  [
    "a direct bind sees the person it is",
    { as: ["-D", WEI, "-w", PASSWORD], base: PEOPLE, filter: "(uid=*)", finds: [WEI] },
  ],
];

describe.skipIf(!existsSync("/usr/bin/ldapsearch"))("applications", () => {
  test.each(rows)("%s", async (_name, { as = APP, base, scope = "sub", filter, options = [], finds, code = 0 }) => {
    const answer = await ask(as, ["-b", base, "-s", scope, ...options, filter, "1.1"]);
    expect({ ...answer, entries: namesOf(answer.entries) }).toEqual({ code, entries: [...finds].sort() });
  });

  test("Harbor and Gitea get each attribute they name, in their spelling, and never an empty one", async () => {
    const harbor = await ask(APP, ["-b", PEOPLE, "(uid=li.wei)", "uid", "cn", "mail", "email", "memberOf", ""]);
    expect(harbor.entries[0]?.attributes).toEqual({
      uid: ["li.wei"],
      cn: ["li.wei"],
      mail: ["li.wei@example.com"],
      email: ["li.wei@example.com"],
      memberOf: expect.arrayContaining(OF_WEI),
    });
    const gitea = await ask(APP, [
      "-b",
      PEOPLE,
      "(uid=wang.na)",
      "uid",
      "givenName",
      "SN",
      "Mail",
      "sshPublicKey",
      "jpegPhoto",
      "",
    ]);
    expect(gitea.entries[0]?.attributes).toEqual({ uid: ["wang.na"], SN: ["王娜"], Mail: ["wang.na@example.com"] });
  });

  test("SSSD and nslcd get what an account needs", async () => {
    const { entries } = await ask(APP, [
      "-b",
      BASE,
      "(&(objectClass=posixAccount)(uid=li.wei))",
      "uidNumber",
      "gidNumber",
      "gecos",
      "homeDirectory",
      "loginShell",
      "shadowLastChange",
      "modifyTimestamp",
      "entryUSN",
    ]);
    expect(entries[0]?.attributes).toEqual({
      uidNumber: ["100000"],
      gidNumber: ["200000"],
      homeDirectory: ["/home/li.wei"],
      loginShell: ["/bin/bash"],
      modifyTimestamp: [expect.stringMatching(/^\d{14}Z$/)],
    });
  });

  test("Keycloak, Jira and UniFi get the entryUUID only when they name it", async () => {
    const { entries } = await ask(APP, ["-b", PEOPLE, "(uid=li.wei)", "entryUUID", "createTimestamp"]);
    expect(entries[0]?.attributes).toEqual({ entryUUID: [stage.ids.wei], createTimestamp: ["20260101000000Z"] });
  });

  test("Jira reads full names of members, and description", async () => {
    const { entries } = await ask(APP, ["-b", GROUPS, "(cn=grp-vpn)", "cn", "description", "uniqueMember"]);
    expect(entries[0]?.attributes).toEqual({ cn: ["grp-vpn"], description: ["May dial in"], uniqueMember: [WEI] });
  });

  test("Apache compares a group's member, in any of its ways", async () => {
    for (const [assertion, code] of [
      [`member:${WEI}`, 6],
      [`uniqueMember:UID=LI.WEI,OU=People,${BASE}`, 6],
      ["memberUid:li.wei", 6],
      [`member:${NA}`, 5],
      ["seeAlso:x", 16],
      ["nonsense:x", 17],
    ] as const)
      expect([
        assertion,
        (await runCommand("ldapcompare", ["-x", "-H", stage.url, ...APP, VPN, assertion])).code,
      ]).toEqual([assertion, code]);
  });
});
