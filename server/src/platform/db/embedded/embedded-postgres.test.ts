import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./embedded-postgres.ts";

let directory: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];
beforeEach(async () => {
  directory = await mkdtemp("/tmp/larkbridge-supervisor-");
  dataDir = join(directory, "postgres");
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

async function start(over: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const binDir = process.env["LARKBRIDGE_PG_BIN_DIR"];
  const server = await startEmbeddedPostgres({ dataDir, binDir, durable: false, log: () => undefined, ...over });
  running.push(server);
  return server;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Runs the supervisor in a process of its own, which prints the server's URL when it is ready. */
function startInChild(): ChildProcess {
  const module = fileURLToPath(new URL("./embedded-postgres.ts", import.meta.url));
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    const options = { dataDir: process.argv[1], binDir: process.env.LARKBRIDGE_PG_BIN_DIR, durable: true, log: () => {} };
    const server = await startEmbeddedPostgres(options);
    console.log(server.url);
    setInterval(() => {}, 60_000);`;
  return spawn(process.execPath, ["--input-type=module", "--eval", program, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** The first line a child prints. */
async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the child has no output");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return line;
}

test("a new data directory becomes a server with its own database, UTF-8, and a collation no host can change", async () => {
  const { url, major } = await start();
  const rows = await query(
    url,
    `select current_database() as name, current_user as role, pg_encoding_to_char(encoding) as encoding,
       current_setting('server_version_num')::int / 10000 as major, current_setting('data_checksums') as checksums,
       lower('ÀÉ') as lower, inet_server_addr() is null as socket
     from pg_database where datname = current_database()`,
  );
  expect(rows).toEqual([
    { name: "larkbridge", role: "larkbridge", encoding: "UTF8", major, checksums: "on", lower: "àé", socket: true },
  ]);
});

test("nobody else can reach the server or its files", async () => {
  const { url } = await start();
  const socketDir = decodeURIComponent(new URL(url).host);
  expect(socketDir.length).toBeLessThan(80);
  for (const path of [socketDir, dataDir]) {
    const { mode, uid } = await stat(path);
    expect(mode & 0o077).toBe(0);
    // PostgreSQL refuses root: started by root, it belongs to somebody else.
    if (process.getuid?.() === 0) expect(uid).not.toBe(0);
  }
  expect(await query(url, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
});

test("what was committed is there after a stop and a start", async () => {
  const first = await start();
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("killing the process stops the server, and the next start has every row and waits for nobody", async () => {
  const child = startInChild();
  const url = await firstLine(child);
  await query(url, "create table kept as select 42 as answer");
  const pid = Number.parseInt(await readFile(join(dataDir, "postmaster.pid"), "utf8"), 10);
  await kill(child);
  const server = await start();
  expect(await query(server.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  expect(Number.parseInt(await readFile(join(dataDir, "postmaster.pid"), "utf8"), 10)).not.toBe(pid);
});

test("a second start on a directory in use takes over as soon as the first one lets go", async () => {
  const first = await start();
  const [second] = await Promise.all([
    start({
      log: (line) => {
        // The first attempt has failed on the lock: now the other server may go.
        if (line.includes("already exists")) void first.stop();
      },
    }),
    first.ended,
  ]);
  expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a start that is killed while it makes the data directory leaves nothing behind for the next one", async () => {
  const child = startInChild();
  const files = async () => (await readdir(directory)).filter((name) => name.includes(".initializing-"));
  let unfinished: string[] = [];
  while (unfinished.length === 0) unfinished = await files();
  await kill(child);
  expect(await readdir(directory)).toEqual(unfinished);
  const server = await start();
  expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(await files()).toEqual([]);
});

test("two processes that start first at once make one data directory, and one waits for the other", async () => {
  const child = startInChild();
  try {
    const theirs = firstLine(child);
    const ours = start();
    const first = await Promise.race([theirs.then(() => "theirs"), ours.then(() => "ours")]);
    if (first === "theirs") await kill(child);
    else await (await ours).stop();
    const url = first === "theirs" ? (await ours).url : await theirs;
    expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(await readdir(directory)).toEqual(["postgres"]);
  } finally {
    await kill(child);
  }
});

test("a directory below one that is closed to the database's account works", async () => {
  const closed = join(directory, "closed");
  await mkdir(closed, { mode: 0o700 });
  const server = await start({ dataDir: join(closed, "deeper", "postgres") });
  expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("npm's programs without their links, in a closed directory, are copied once and run", async () => {
  await chmod(directory, 0o755);
  const closed = join(directory, "closed");
  await mkdir(closed, { mode: 0o700 });
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  const packageDir = join(closed, "package");
  await cp(installed, packageDir, {
    recursive: true,
    filter: async (path) => !path.endsWith(".a") && !(await stat(path)).isSymbolicLink(),
  });
  const { copyBinaries } = await import("./binary-cache.ts");
  const cacheDir = join(directory, "cache");
  const copies = await Promise.all([copyBinaries(packageDir, cacheDir), copyBinaries(packageDir, cacheDir)]);
  expect(new Set(copies).size).toBe(1);
  expect(await readdir(cacheDir)).toHaveLength(1);
  const server = await start({ binDir: join(copies[0], "bin") });
  expect(server.major).toBe(18);
});

test.each<[string, string, () => Promise<Partial<EmbeddedPostgresOptions>>]>([
  [
    "a directory with other files in it",
    "database_directory_foreign",
    async () => {
      await mkdir(dataDir);
      await writeFile(join(dataDir, "thesis.txt"), "important");
      return {};
    },
  ],
  [
    "a directory of another PostgreSQL",
    "database_version_mismatch",
    async () => {
      await mkdir(dataDir);
      await writeFile(join(dataDir, "PG_VERSION"), "12\n");
      return {};
    },
  ],
  ["programs that are not there", "database_binaries_unusable", async () => ({ binDir: join(directory, "nowhere") })],
  [
    "programs of a PostgreSQL that is too old",
    "database_too_old",
    async () => {
      for (const program of ["postgres", "initdb"]) {
        await writeFile(join(directory, program), "#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n");
        await chmod(join(directory, program), 0o755);
      }
      await chmod(directory, 0o755);
      return { binDir: directory };
    },
  ],
  [
    "a path that is a file",
    "database_directory_foreign",
    async () => {
      await writeFile(join(directory, "file"), "");
      return { dataDir: join(directory, "file", "postgres") };
    },
  ],
])("%s is refused with a code and a cure, and left alone", async (_, code, prepare) => {
  const over = await prepare();
  const before = await readdir(directory, { recursive: true });
  await expect(start(over)).rejects.toMatchObject({ code, cure: expect.stringMatching(/\w/) });
  expect(await readdir(directory, { recursive: true })).toEqual(before);
});

test("a socket directory that somebody else made is refused", async () => {
  const first = await start();
  const socketDir = decodeURIComponent(new URL(first.url).host);
  await first.stop();
  await symlink(directory, socketDir);
  try {
    await expect(start()).rejects.toMatchObject({ code: "database_permission" });
  } finally {
    await rm(socketDir);
  }
});

test("a server that ends by itself says so", async () => {
  const server = await start();
  const pid = Number.parseInt(await readFile(join(dataDir, "postmaster.pid"), "utf8"), 10);
  process.kill(pid, "SIGINT");
  expect(await server.ended).toEqual({ exitCode: 0 });
  await server.stop();
});
