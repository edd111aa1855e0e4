import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs, promisify } from "node:util";
import { freePort } from "../support/free-port.ts";
import { memoryOf } from "../support/processes.ts";
import { APP_DN, BASE, type Company, makeCompany, personDn } from "./directory.ts";
import { fillDatabase, type Larkbridge, startLarkbridge } from "./larkbridge.ts";
import { compileLoad, type Load, type Loaded } from "./load.ts";
import { encodeBind, encodeSearch } from "./requests.ts";
import { findMissing, startSlapd } from "./slapd.ts";

/**
 * LDAP beside OpenLDAP: the same company in both, the same generator for both, one after the other in the same minute. The
 * ratios are the result; what one machine does in a second is not.
 */

/** In the form of a service account's, so that one serves everybody. */
const PASSWORD = "0a1b-2c3d-4e5f-6g7h-8j9k-mnpq-rstv";
/** People whose binds the generator uses: few, so that each password is hashed while warming up. */
const BINDING = 16;

/** A load with the least ratio of Larkbridge's operations to OpenLDAP's. */
interface Way {
  readonly name: string;
  readonly load: Load;
  readonly least: number;
}

interface Figure {
  readonly name: string;
  readonly openldap: number | null;
  readonly larkbridge: number;
  readonly unit: string;
  /** What has to hold, and whether it does. */
  readonly gate: string;
  readonly holds: boolean;
  readonly ratio: number | null;
}

/** Runs the suite; `args` are those behind its name on the command line. Prints a table, or one JSON value with `--json`. */
export async function runSuite(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      users: { type: "string", default: "100000" },
      groups: { type: "string", default: "5000" },
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "2" },
      json: { type: "boolean", default: false },
    },
  });
  const missing = findMissing();
  if (missing !== null) {
    console.error(missing);
    process.exitCode = 2;
    return;
  }
  const company = makeCompany(Number(values.users), Number(values.groups));
  const figures = await withServers(company, (stage) =>
    measure(stage, company, Number(values.rounds), Number(values.seconds)),
  );
  if (values.json) console.log(JSON.stringify({ users: company.people.length, figures }));
  else print(figures);
  if (figures.some(({ holds }) => !holds)) process.exitCode = 1;
}

interface Stage {
  readonly folder: string;
  readonly slapdPort: number;
  readonly slapdPid: number;
  readonly larkbridge: Larkbridge;
}

async function withServers<Value>(company: Company, work: (stage: Stage) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp("/tmp/larkbridge-bench-");
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    // The first start makes the database; what is measured later is a start on one that is full.
    await (await startLarkbridge(folder)).stop();
    await fillDatabase(folder, company, PASSWORD);
    const slapdPort = await freePort();
    const slapd = await startSlapd(folder, slapdPort, company, PASSWORD);
    closing.push(() => slapd.stop());
    const larkbridge = await startLarkbridge(folder);
    closing.push(() => larkbridge.stop());
    return await work({ folder, slapdPort, slapdPid: slapd.pid, larkbridge });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function measure(stage: Stage, company: Company, rounds: number, seconds: number): Promise<Figure[]> {
  const { larkbridge, slapdPort } = stage;
  // Whatever starting left to do is done.
  await delay(5000);
  const idle = memoryOf(larkbridge.pid).nowMb;
  const run = await compileLoad(stage.folder);
  const ways = describeWays(company);
  const figures: Figure[] = [
    own("ready after start, embedded database included", larkbridge.readyMs, "ms", 4000),
    own("memory with the directory loaded", idle, "MB", 300),
  ];
  for (const way of ways) {
    // What runs for the first time is compiled, read from disk and hashed; nobody's figure. One connection hashes without haste.
    for (const connections of [1, way.load.connections])
      for (const port of [slapdPort, larkbridge.ldapPort]) await run(port, { ...way.load, connections }, seconds);
    const pairs = await inTurns(rounds, async (port) => run(port, way.load, seconds));
    if (pairs.some(([one, other]) => Math.round(one.entries * 10) !== Math.round(other.entries * 10)))
      throw new Error(`${way.name}: the servers do not answer the same`);
    figures.push(compared(way, pairs));
  }
  figures.push(await measurePaged(rounds), await measureBesideScans());
  figures.push(own("memory after all that", memoryOf(larkbridge.pid).nowMb, "MB", null));
  return figures;

  async function inTurns<Value>(times: number, act: (port: number) => Promise<Value>): Promise<[Value, Value][]> {
    const pairs: [Value, Value][] = [];
    for (let round = 0; round < times; round++) pairs.push([await act(slapdPort), await act(larkbridge.ldapPort)]);
    return pairs;
  }

  async function measurePaged(times: number): Promise<Figure> {
    const pairs = await inTurns(times, readPaged);
    const [openldap, ours] = [median(pairs.map(([one]) => one)), median(pairs.map(([, other]) => other))];
    const ratio = median(pairs.map(([one, other]) => other / one));
    const name = "paged read of everything, ldapsearch";
    return { name, openldap, larkbridge: ours, unit: "ms", ratio, gate: "at most 1.1 x", holds: ratio <= 1.1 };
  }

  /** Searches of one answer while eight connections look through everything. */
  async function measureBesideScans(): Promise<Figure> {
    const filter = { kind: "substrings", attribute: "displayName", initial: null, any: ["伟无"], final: null } as const;
    const messages = [encodeBind(APP_DN, PASSWORD), encodeSearch(BASE, filter, ["cn"])];
    const p99s: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const scans = run(larkbridge.ldapPort, { connections: 8, inFlight: 1, mode: "keep", messages }, seconds + 1);
      await delay(500);
      const search = ways[0]?.load as Load;
      p99s.push((await run(larkbridge.ldapPort, { ...search, connections: 8 }, seconds)).p99);
      await scans;
    }
    return own("uid search while 8 scans run, p99", median(p99s), "ms", 50);
  }
}

function describeWays({ people }: Company): readonly Way[] {
  const app = encodeBind(APP_DN, PASSWORD);
  const some = people.filter((_, at) => at % Math.max(1, Math.floor(people.length / 2000)) === 0);
  const equal = (attribute: string, value: string) => ({ kind: "equal", attribute, value }) as const;
  const byUid = some.map(({ uid }) =>
    encodeSearch(`ou=people,${BASE}`, equal("uid", uid), ["uid", "cn", "displayName", "mail", "memberOf"]),
  );
  const groupsOf = some.map(({ uid }) =>
    encodeSearch(`ou=groups,${BASE}`, equal("uniqueMember", personDn(uid)), ["cn", "description"]),
  );
  const binds = people.slice(0, BINDING).map(({ uid }) => encodeBind(personDn(uid), PASSWORD));
  const keep = { mode: "keep" } as const;
  return [
    {
      name: "uid search, 64 x 1",
      load: { connections: 64, inFlight: 1, messages: [app, ...byUid], ...keep },
      least: 1,
    },
    {
      name: "uid search, 8 x 8",
      load: { connections: 8, inFlight: 8, messages: [app, ...byUid], ...keep },
      least: 1.4,
    },
    {
      name: "groups of a person, 8 x 1",
      load: { connections: 8, inFlight: 1, messages: [app, ...groupsOf], ...keep },
      least: 0.9,
    },
    { name: "bind, 64 x 1", load: { connections: 64, inFlight: 1, messages: [app, ...binds], ...keep }, least: 1 },
    {
      name: "connect, bind, close, 8",
      load: { connections: 8, inFlight: 1, messages: binds.slice(0, 1), mode: "connect" },
      least: 0.9,
    },
  ];
}

/** What both servers have of people and groups. `*` is not the same of both: OpenLDAP keeps memberOf to itself, we show members thrice. */
const SHARED =
  "uid cn sn displayName mail mobile employeeNumber title ou departmentNumber uidNumber gidNumber memberOf description uniqueMember";

async function readPaged(port: number): Promise<number> {
  const begun = performance.now();
  const command = `exec ldapsearch -LLL -x -H "$0" -D "$1" -w "$2" -b "$3" -E pr=1000/noprompt ${SHARED} > /dev/null`;
  await promisify(execFile)("/bin/sh", ["-c", command, `ldap://127.0.0.1:${port}`, APP_DN, PASSWORD, BASE]);
  return performance.now() - begun;
}

function compared({ name, least }: Way, pairs: readonly (readonly [Loaded, Loaded])[]): Figure {
  const ratio = median(pairs.map(([one, other]) => other.perSecond / one.perSecond));
  const [openldap, larkbridge] = [0, 1].map((side) => median(pairs.map((pair) => (pair[side] as Loaded).perSecond)));
  return {
    name,
    openldap: openldap ?? 0,
    larkbridge: larkbridge ?? 0,
    unit: "/s",
    ratio,
    gate: `at least ${least} x`,
    holds: ratio >= least,
  };
}

function own(name: string, value: number, unit: string, most: number | null): Figure {
  const gate = most === null ? "" : `at most ${most} ${unit}`;
  return { name, openldap: null, larkbridge: value, unit, ratio: null, gate, holds: most === null || value <= most };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function print(figures: readonly Figure[]): void {
  const show = (value: number | null, unit: string) => (value === null ? "" : `${Math.round(value)} ${unit}`);
  console.table(
    figures.map(({ name, openldap, larkbridge, unit, ratio, gate, holds }) => ({
      what: name,
      OpenLDAP: show(openldap, unit),
      Larkbridge: show(larkbridge, unit),
      ratio: ratio === null ? "" : ratio.toFixed(2),
      "has to be": gate,
      holds: gate === "" ? "" : holds ? "yes" : "NO",
    })),
  );
}
