import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../support/free-port.ts";

export const SLAPD = "/usr/sbin/slapd";
export const BASE = "dc=example,dc=com";
export const ROOT = { dn: `cn=admin,${BASE}`, password: "bench" };

/** Starts an empty OpenLDAP server that keeps what it is told through a power cut. */
export async function startEmptySlapd(folder: string, name: string) {
  const data = join(folder, name);
  await mkdir(data);
  const configuration = join(folder, `${name}.conf`);
  await writeFile(configuration, configure(folder, name, data));
  const port = await freePort();
  const child = spawn(SLAPD, ["-f", configuration, "-h", `ldap://127.0.0.1:${port}`, "-d", "0"], { stdio: "ignore" });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`slapd ended with ${child.exitCode}`);
    await delay(50);
  }
  return {
    port,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
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

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
