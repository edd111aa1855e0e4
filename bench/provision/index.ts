import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openLdapSession } from "../../server/src/connectors/ldap/index.ts";
import type { FoundEntry } from "../../server/src/core/ldap/provision/types.ts";
import { systemClock } from "../../server/src/platform/clock/clock.ts";
import { startEmbeddedPostgres } from "../../server/src/platform/db/embedded/embedded-postgres.ts";
import { migrateDatabase } from "../../server/src/platform/db/migrate.ts";
import { openDatabase } from "../../server/src/platform/db/open-database.ts";
import { addressOf, openOneTarget } from "../../server/test/support/one-ldap-target.ts";
import { makeCompany } from "../ldap/directory.ts";
import { fillDatabase } from "../ldap/larkbridge.ts";
import { SLAPD } from "../support/slapd.ts";
import { BASE, ROOT, startEmptySlapd } from "./slapd.ts";

/** Filling an OpenLDAP server, beside the same adds sent to another with no thinking at all; then runs with nothing and little to do. */

const IN_FLIGHT = 24;
const CHANGED = 1000;
const ROUNDS = 2;
const IDLE_ROUNDS = 5;

/** Runs the suite; `args` are those behind its name on the command line. */
export async function runSuite(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { users: { type: "string", default: "100000" }, groups: { type: "string", default: "5000" } },
  });
  if (!existsSync(SLAPD)) {
    console.error(`${SLAPD} is missing: apt-get install --no-install-recommends slapd`);
    process.exitCode = 2;
    return;
  }
  const folder = await mkdtemp("/tmp/larkbridge-bench-");
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const options = { dataDir: join(folder, "data", "postgres"), durable: true, log: () => undefined };
    const first = await startEmbeddedPostgres(options);
    await migrateDatabase({ url: first.url });
    await first.stop();
    await fillDatabase(
      folder,
      makeCompany(Number(values.users), Number(values.groups)),
      "0a1b-2c3d-4e5f-6g7h-8j9k-mnpq-rstv",
    );
    const postgres = await startEmbeddedPostgres(options);
    closing.push(() => postgres.stop());
    const database = openDatabase({ url: postgres.url, onIdleError: () => undefined });
    closing.push(() => database.close());
    await measure(database, folder, closing);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

type Target = Awaited<ReturnType<typeof openOneTarget>>;

async function measure(
  database: ReturnType<typeof openDatabase>,
  folder: string,
  closing: (() => Promise<unknown>)[],
): Promise<void> {
  // In turns, since a disk's speed changes within minutes.
  let [filling, adding] = [0, 0];
  let target: Target | undefined;
  for (let round = 1; round <= ROUNDS; round++) {
    const slapd = await startEmptySlapd(folder, `filled-${round}`);
    closing.push(() => slapd.stop());
    target = await openTarget(database, slapd.port, round);
    closing.push(target.stop);
    const filled = await timeRun(target);
    const { people, groups, units } = filled.run.counts;
    console.log(
      `filled: ${people.created} people, ${groups.created} groups, ${units.created} units: ${seconds(filled.ms)} (${filled.run.status})`,
    );
    const floor = await sendAdds(folder, round, await readEverything(slapd.port));
    console.log(`the same adds alone: ${seconds(floor)}`);
    filling += filled.ms;
    adding += floor;
  }
  if (target === undefined) throw new Error("no round");
  console.log(`filling to adding: ${(filling / adding).toFixed(3)} (gate 1.1)`);
  const idle: number[] = [];
  for (let round = 0; round < IDLE_ROUNDS; round++) {
    const again = await timeRun(target);
    if (again.run.changeCount > 0) throw new Error(`${again.run.changeCount} changes in a run that should have none`);
    idle.push(again.ms);
  }
  const nothing = idle.sort((a, b) => a - b)[Math.floor(IDLE_ROUNDS / 2)] as number;
  console.log(`nothing to do: ${seconds(nothing)} (gate 3 s)`);
  await database.pool.query(
    `update directory_user set job_title = 'changed' where id in (select id from directory_user order by id limit ${CHANGED})`,
  );
  const changed = await timeRun(target);
  if (changed.run.changeCount !== CHANGED) throw new Error(`not ${CHANGED} changes: ${JSON.stringify(changed.run)}`);
  console.log(
    `${changed.run.changeCount} people changed: ${seconds(changed.ms)}, less the reading ${seconds(changed.ms - nothing)} (gate 1 s)`,
  );
  if (filling > adding * 1.1 || nothing > 3000 || changed.ms - nothing > 1000) process.exitCode = 1;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

/** Provisioning of one server, with LDAP served beside, as it is in the product. */
function openTarget(database: ReturnType<typeof openDatabase>, port: number, round: number): Promise<Target> {
  return openOneTarget(
    { database, clock: systemClock, onError: (message, error) => console.error(message, error) },
    serverAt(port),
    { name: `slapd ${round}`, subtree_groups: false, password_scheme: "none" },
  );
}

async function timeRun(target: Target) {
  const begun = performance.now();
  return { run: await target.run(), ms: performance.now() - begun };
}

const serverAt = (port: number) => ({ port, suffix: BASE, rootDn: ROOT.dn, rootPassword: ROOT.password });

type AddedEntry = Pick<FoundEntry, "dn" | "attributes">;

async function readEverything(port: number): Promise<readonly AddedEntry[]> {
  const session = await openLdapSession(addressOf(serverAt(port)));
  const entries = await session.readBelow(BASE, ["*"]);
  await session.close();
  return entries
    .map(({ dn, classes, attributes }) => ({ dn, attributes: { objectClass: classes, ...attributes } }))
    .sort((a, b) => a.dn.split(",").length - b.dn.split(",").length);
}

/** Adds entries to an empty server, as many in flight as a run has; those above come before those below. */
async function sendAdds(folder: string, round: number, entries: readonly AddedEntry[]): Promise<number> {
  const slapd = await startEmptySlapd(folder, `floor-${round}`);
  const session = await openLdapSession(addressOf(serverAt(slapd.port)));
  const begun = performance.now();
  for (const some of Map.groupBy(entries, ({ dn }) => dn.split(",").length).values()) {
    let next = 0;
    const work = async () => {
      for (let at = next++; at < some.length; at = next++) {
        const { dn, attributes } = some[at] as AddedEntry;
        await session.add(dn, attributes);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  }
  const ms = performance.now() - begun;
  await session.close();
  await slapd.stop();
  return ms;
}
