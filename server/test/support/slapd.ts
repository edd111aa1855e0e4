import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";

/** Where Debian puts the server; a test that needs it is left out where it is missing, and the run says so. */
export const SLAPD = "/usr/sbin/slapd";
const SLAPCAT = "/usr/sbin/slapcat";
const SCHEMAS = "/etc/ldap/schema";

export interface SlapdOptions {
  /** How `memberOf` comes about. */
  readonly overlay?: "none" | "memberof+refint" | "dynlist";
  /** Names of Debian's schema files, or paths of others. */
  readonly schemas?: readonly string[];
  /** Further modules to load, such as `pw-sha2` or `argon2`. */
  readonly modules?: readonly string[];
  /** Paths of PEM files; with them it also answers LDAPS, and StartTLS. */
  readonly tls?: { readonly certificatePath: string; readonly keyPath: string };
  readonly suffix?: string;
  /** Further lines of the database's part of slapd.conf, such as `access to …` or `sizelimit …`. */
  readonly lines?: readonly string[];
}

/** A slapd of one's own on the loopback. */
export interface Slapd {
  readonly url: string;
  /** Null without a certificate. */
  readonly tlsUrl: string | null;
  readonly suffix: string;
  readonly rootDn: string;
  readonly rootPassword: string;
  readonly process: ChildProcess;
  /** Everything it holds, as LDIF, past its access rules and overlays. */
  dump(): Promise<string>;
  /** Ends it and forgets what it held. */
  stop(): Promise<void>;
}

/** Starts an empty slapd (mdb) on a free port, and resolves when it answers. @throws with what slapd said when it does not start */
export async function startSlapd(options: SlapdOptions = {}): Promise<Slapd> {
  const suffix = options.suffix ?? "dc=example,dc=com";
  const folder = await mkdtemp("/tmp/larkbridge-slapd-");
  const configuration = join(folder, "slapd.conf");
  const root = { dn: `cn=admin,${suffix}`, password: "slapd's own" };
  await mkdir(join(folder, "data"));
  await writeFile(configuration, writeConfiguration(options, suffix, folder, root), { mode: 0o600 });
  try {
    const { child, ports } = await launch(configuration, options.tls !== undefined);
    return {
      url: `ldap://127.0.0.1:${ports[0]}`,
      tlsUrl: ports[1] === undefined ? null : `ldaps://127.0.0.1:${ports[1]}`,
      suffix,
      rootDn: root.dn,
      rootPassword: root.password,
      process: child,
      async dump() {
        const { stdout } = await promisify(execFile)(SLAPCAT, ["-f", configuration, "-o", "ldif-wrap=no"], {
          maxBuffer: 1024 ** 3,
        });
        return stdout;
      },
      async stop() {
        await end(child);
        await rm(folder, { recursive: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

function writeConfiguration(
  {
    overlay = "none",
    schemas = ["core", "cosine", "inetorgperson", "nis"],
    modules = [],
    tls,
    lines = [],
  }: SlapdOptions,
  suffix: string,
  folder: string,
  root: { readonly dn: string; readonly password: string },
): string {
  const files = overlay === "dynlist" && !schemas.includes("dyngroup") ? [...schemas, "dyngroup"] : schemas;
  return [
    ...files.map((name) => `include ${name.startsWith("/") ? name : join(SCHEMAS, `${name}.schema`)}`),
    "modulepath /usr/lib/ldap",
    ...["back_mdb", ...OVERLAYS[overlay].modules, ...modules].map((name) => `moduleload ${name}`),
    ...(tls ? [`TLSCertificateFile ${tls.certificatePath}`, `TLSCertificateKeyFile ${tls.keyPath}`] : []),
    `pidfile ${join(folder, "pid")}`,
    "database mdb",
    `suffix "${suffix}"`,
    `rootdn "${root.dn}"`,
    `rootpw "${root.password}"`,
    `directory ${join(folder, "data")}`,
    // Sparse: it takes what is in it.
    `maxsize ${4 * 1024 ** 3}`,
    // What a test wrote need not outlive a power cut.
    "dbnosync",
    "index objectClass,uid,cn,mail,employeeNumber,member,uniqueMember,entryUUID eq",
    ...lines,
    ...OVERLAYS[overlay].lines,
    "",
  ].join("\n");
}

/** Overlays come last: their own settings follow them. */
const OVERLAYS = {
  none: { modules: [], lines: [] },
  "memberof+refint": {
    modules: ["memberof", "refint"],
    lines: [
      "overlay memberof",
      "memberof-group-oc groupOfUniqueNames",
      "memberof-member-ad uniqueMember",
      "overlay refint",
      "refint_attributes member uniqueMember manager",
    ],
  },
  dynlist: {
    modules: ["dynlist"],
    lines: ["overlay dynlist", "dynlist-attrset groupOfURLs memberURL uniqueMember+memberOf@groupOfUniqueNames"],
  },
} as const;

const ATTEMPTS = 5;
const READY_MS = 10_000;

/** A free port may be somebody else's by the time slapd asks for it; then another is tried. */
async function launch(configuration: string, withTls: boolean) {
  for (let attempt = 1; ; attempt++) {
    const ports = await freePorts(withTls ? 2 : 1);
    const urls = ports.map((port, at) => `${at === 0 ? "ldap" : "ldaps"}://127.0.0.1:${port}/`);
    const child = spawn(SLAPD, ["-h", urls.join(" "), "-f", configuration, "-d", "none"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = `${said}${text}`.slice(-10_000);
    });
    const gone = once(child, "close");
    if (await answers(child, ports)) return { child, ports };
    child.kill("SIGKILL");
    await gone;
    if (attempt === ATTEMPTS || !said.includes("bind(")) throw new Error(`slapd did not start: ${said}`);
  }
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

async function answers(child: ChildProcess, ports: readonly number[]): Promise<boolean> {
  const until = performance.now() + READY_MS;
  for (const port of ports) {
    while (!(await accepts(port))) {
      if (child.exitCode !== null || performance.now() > until) return false;
      // Nothing tells when it listens.
      await wait(10);
    }
  }
  return child.exitCode === null;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), READY_MS);
  await gone;
  clearTimeout(late);
}
