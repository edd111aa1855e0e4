import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Running } from "../support/processes.ts";
import { launchSlapd, SLAPD } from "../support/slapd.ts";
import { APP_DN, BASE, type Company, groupNames, personDn } from "./directory.ts";

const SLAPADD = "/usr/sbin/slapadd";
/** Programs the suite needs, and how to get them. */
const NEEDED = [
  { path: SLAPD, cure: "apt-get install --no-install-recommends slapd" },
  { path: "/usr/bin/ldapsearch", cure: "apt-get install --no-install-recommends ldap-utils" },
  { path: "/usr/bin/cc", cure: "apt-get install --no-install-recommends gcc libc6-dev" },
];

/** What cannot be measured here, in words; null when everything is there. */
export function findMissing(): string | null {
  const missing = NEEDED.filter(({ path }) => !existsSync(path));
  return missing.length === 0 ? null : missing.map(({ path, cure }) => `${path} is missing: ${cure}`).join("\n");
}

/** Fills an OpenLDAP server with a company and starts it. Groups are held twice, as memberOf of people too, so that none is computed. */
export async function startSlapd(folder: string, port: number, company: Company, password: string): Promise<Running> {
  const data = join(folder, "slapd");
  await mkdir(data);
  const configuration = join(folder, "slapd.conf");
  await writeFile(configuration, configure(folder, data));
  const ldif = join(folder, "company.ldif");
  const file = await open(ldif, "w");
  try {
    for (const entry of writeEntries(company, password)) await file.appendFile(entry);
  } finally {
    await file.close();
  }
  await promisify(execFile)(SLAPADD, ["-q", "-f", configuration, "-l", ldif], { maxBuffer: 2 ** 26 });
  return launchSlapd(configuration, port);
}

/** Everything that is looked for is indexed, nobody is limited, and nothing is logged. */
function configure(folder: string, data: string): string {
  const schemas = ["core", "cosine", "inetorgperson", "nis"];
  return `${schemas.map((name) => `include /etc/ldap/schema/${name}.schema`).join("\n")}
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
pidfile ${folder}/slapd.pid
loglevel 0
threads 16
sizelimit unlimited
database mdb
directory ${data}
maxsize 2147483648
suffix "${BASE}"
access to * by anonymous auth by * read
index objectClass,uid,cn,mail,employeeNumber,member,uniqueMember,entryUUID eq
`;
}

function* writeEntries({ people, groups }: Company, password: string): Generator<string> {
  const salt = randomBytes(8);
  const digest = createHash("sha1").update(password).update(salt).digest();
  const secret = `{SSHA}${Buffer.concat([digest, salt]).toString("base64")}`;
  const unit = (name: string) => `dn: ou=${name},${BASE}\nobjectClass: organizationalUnit\nou: ${name}\n\n`;
  yield `dn: ${BASE}\nobjectClass: organization\nobjectClass: dcObject\no: example\ndc: example\n\n`;
  yield unit("people") + unit("groups") + unit("services");
  yield `dn: ${APP_DN}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: bench\nuserPassword: ${secret}\n\n`;
  for (const person of people) {
    const departments = person.groups.filter(({ kind }) => kind === "department");
    yield entry(personDn(person.uid), [
      ...["top", "person", "organizationalPerson", "inetOrgPerson", "posixAccount"].map((name) => [
        "objectClass",
        name,
      ]),
      ["uid", person.uid],
      ["cn", person.uid],
      ["sn", person.name],
      ["displayName", person.name],
      ["mail", person.mail],
      ["mobile", person.mobile],
      ["employeeNumber", person.employeeNumber],
      ["title", person.title],
      ...departments.flatMap(({ name, slug }) => [
        ["ou", name],
        ["departmentNumber", slug],
      ]),
      ["uidNumber", `${person.uidNumber}`],
      ["gidNumber", "200000"],
      ["homeDirectory", `/home/${person.uid}`],
      ["loginShell", "/bin/bash"],
      ...person.groups.flatMap((group) =>
        groupNames(group).map((name) => ["memberOf", `cn=${name},ou=groups,${BASE}`]),
      ),
      ["userPassword", secret],
    ]);
  }
  for (const group of groups)
    for (const name of groupNames(group))
      yield entry(`cn=${name},ou=groups,${BASE}`, [
        ["objectClass", "groupOfUniqueNames"],
        ["cn", name],
        ["description", group.name],
        ...group.members.map(({ uid }) => ["uniqueMember", personDn(uid)]),
      ]);
}

function entry(dn: string, values: readonly (readonly string[])[]): string {
  const line = ([name, value = ""]: readonly string[]) =>
    /^[\x20-\x7e]*$/.test(value) ? `${name}: ${value}\n` : `${name}:: ${Buffer.from(value).toString("base64")}\n`;
  return `dn: ${dn}\n${values.map(line).join("")}\n`;
}
