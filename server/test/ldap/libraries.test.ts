import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attributeTypes } from "../../src/core/ldap/attribute-types.ts";
import { objectClasses } from "../../src/core/ldap/object-classes.ts";
import { makeCertificate, type TestCertificate } from "../support/certificate.ts";
import { runCommand } from "../support/run-command.ts";
import { BASE, openLdapStage, PASSWORD, staticTls } from "./ldap-stage.ts";

/** The libraries behind the applications people use (ldap.md 4.2), each in its own language and over a checked TLS. */

const CROWD = 10_000;
const LI_WEI = `uid=li.wei,ou=people,${BASE}`;
const APP = `dn:cn=app,ou=services,${BASE}`;
const EVERY_NAME = attributeTypes.flatMap(({ names }) => names);
const FIRST_NAMES = attributeTypes.map(({ name }) => name);
const EVERY_CLASS = objectClasses.map(({ name }) => name);

let stage: Awaited<ReturnType<typeof openLdapStage>>;
let certificate: TestCertificate;
beforeAll(async () => {
  certificate = await makeCertificate();
  stage = await openLdapStage({ tls: await staticTls(certificate), crowd: CROWD });
});
afterAll(async () => {
  await stage.close();
  await certificate.remove();
});

/** What a script of ./clients printed. It fails with what the library said. */
async function runClient(program: string, script: string): Promise<unknown> {
  const path = fileURLToPath(new URL(`./clients/${script}`, import.meta.url));
  const { code, out, err } = await runCommand(program, [path], {
    env: {
      LDAP_HOST: "127.0.0.1",
      LDAP_PORT: String(stage.server.port),
      LDAP_BASE: BASE,
      LDAP_PASSWORD: PASSWORD,
      LDAPTLS_CACERT: certificate.certificatePath,
    },
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
}

describe.skipIf(!existsSync("/usr/lib/python3/dist-packages/ldap"))("python-ldap", () => {
  test("reads everybody in pages over StartTLS, and a schema in which nothing is missing", async () => {
    expect(await runClient("/usr/bin/python3", "python_ldap.py")).toEqual({
      whoami: APP,
      people: CROWD + 3,
      pages: 11,
      attributes: expect.toSatisfy((names: string[]) => EVERY_NAME.every((name) => names.includes(name))),
      classes: expect.toSatisfy((names: string[]) => EVERY_CLASS.every((name) => names.includes(name))),
      undefined: [],
      compare: true,
      wrong_password: 49,
      after_it: 50,
    });
  });
});

describe.skipIf(!existsSync("/usr/lib/python3/dist-packages/ldap3"))("ldap3", () => {
  test("takes the schema, reads everybody in pages, and refuses by itself what the schema lacks", async () => {
    expect(await runClient("/usr/bin/python3", "ldap3_client.py")).toEqual({
      people: CROWD + 3,
      pages: 11,
      attributes: expect.toSatisfy((names: string[]) => FIRST_NAMES.every((name) => names.includes(name))),
      classes: expect.toSatisfy((names: string[]) => EVERY_CLASS.every((name) => names.includes(name))),
      member_of: expect.arrayContaining([`cn=grp-vpn,ou=groups,${BASE}`, `cn=dept-yanfabu-all,ou=groups,${BASE}`]),
      display_name: "李伟",
      uid_number: 100_000,
      modified: expect.stringMatching(/^20\d\d-/),
      unknown_attribute: "LDAPAttributeError",
      unknown_in_filter: "LDAPAttributeError",
      unknown_class: "LDAPObjectClassError",
      whoami: APP,
    });
  });
});

describe.skipIf(!existsSync("/var/lib/dpkg/info/php-ldap.list"))("php-ldap", () => {
  test("reads pages with the control, finds entryUUID among the names it tries, and is told who it is", async () => {
    expect(await runClient("/usr/bin/php", "php_ldap.php")).toEqual({
      secured: true,
      bound: true,
      naming_contexts: BASE,
      pages_offered: true,
      people: CROWD + 3,
      pages: 21,
      uuids: { entryuuid: stage.ids.wei, nsuniqueid: null, objectguid: null, guid: null, ipauniqueid: null },
      groups: 4,
      whoami: APP,
      compare: true,
      wrong_password: [false, 49],
      empty_password: [false, 53],
    });
  });
});

describe.skipIf(!existsSync("/usr/bin/ruby") || !existsSync("/var/lib/dpkg/info/ruby-net-ldap.list"))(
  "net-ldap",
  () => {
    test("signs people in by search and bind, filters by group and reads 10,000 people page by page", async () => {
      expect(await runClient("/usr/bin/ruby", "net_ldap.rb")).toEqual({
        bound: true,
        right: LI_WEI,
        wrong: false,
        members: [LI_WEI],
        mail: ["li.wei@example.com"],
        strangers: 0,
        people: CROWD + 3,
        again: [LI_WEI],
        one: 1,
        one_code: 4,
      });
    });
  },
);

test("nothing of all this was a fault of ours", () => {
  expect(stage.faults).toEqual([]);
});
