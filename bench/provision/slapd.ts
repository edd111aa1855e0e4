import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../support/free-port.ts";
import { launchSlapd } from "../support/slapd.ts";

export const BASE = "dc=example,dc=com";
export const ROOT = { dn: `cn=admin,${BASE}`, password: "bench" };

/** Starts an empty OpenLDAP server that keeps what it is told through a power cut. */
export async function startEmptySlapd(folder: string, name: string) {
  const data = join(folder, name);
  await mkdir(data);
  const configuration = join(folder, `${name}.conf`);
  await writeFile(configuration, configure(folder, name, data));
  const port = await freePort();
  const { stop } = await launchSlapd(configuration, port);
  return { port, stop };
}

function configure(folder: string, name: string, data: string): string {
  return `${["core", "cosine", "inetorgperson"].map((schema) => `include /etc/ldap/schema/${schema}.schema`).join("\n")}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/${name}.pid
loglevel 0
sizelimit unlimited
database mdb
directory ${data}
maxsize 4294967296
suffix "${BASE}"
rootdn "${ROOT.dn}"
rootpw ${ROOT.password}
index objectClass,uid,cn,mail,employeeNumber,member,uniqueMember,entryUUID eq
`;
}
