import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { embeddedDatabaseUrl } from "../../server/src/platform/db/embedded/socket-directory.ts";
import { freePort } from "../support/free-port.ts";
import { callJson, readMetric } from "../support/http.ts";
import { type Installation, TOKEN, withInstallation } from "../support/installation.ts";
import { readCompany } from "./changes.ts";
import { DirectoryWatch, lookAgainAndAgain, untilRefused, untilTitle } from "./watch.ts";

/**
 * How long a change in Feishu takes until it shows: in the directory, over LDAP, and to the session of somebody who left. The
 * emulator keeps the platform's limits and tells by the long connection; the server runs on its embedded database with LDAP on.
 */

/** Of these kinds of changes so many are followed over LDAP, and by a session. */
const LDAP_EVERY = 10;
/** After the last change everything has so long to arrive before it counts as lost. */
const PATIENCE_MS = 30_000;
const LOOP_DELAY_P99 = 'larkbridge_event_loop_delay_seconds{quantile="0.99"}';
/** What is promised: milliseconds. */
const GATES = { p50: 500, p99: 1_500 };

/** Runs the suite; `args` are those behind its name on the command line. Prints a table, or one JSON value with `--json`. */
export async function runSuite(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      users: { type: "string", default: "5000" },
      rate: { type: "string", default: "50" },
      seconds: { type: "string", default: "60" },
      json: { type: "boolean", default: false },
    },
  });
  const [users, rate, seconds] = [Number(values.users), Number(values.rate), Number(values.seconds)];
  const ldapPort = await freePort();
  const env = {
    LARKBRIDGE_FEISHU_EVENTS_MODE: "long_connection",
    LARKBRIDGE_LDAP_ENABLED: "true",
    LARKBRIDGE_LDAP_PORT: `${ldapPort}`,
    LARKBRIDGE_LDAPS_PORT: "0",
  };
  const size = { users, departments: users / 10, memberships: users * 1.2, limited: true, env };
  const measured = await withInstallation(size, (installation) => measure(installation, ldapPort, rate, seconds));
  const passed =
    measured.lost === 0 &&
    [measured.directory, measured.ldap, measured.session].every(({ p50, p99 }) => p50 <= GATES.p50 && p99 <= GATES.p99);
  if (values.json) console.log(JSON.stringify({ users, rate, seconds, ...measured, passed }));
  else print({ users, rate, seconds }, measured, passed);
  if (!passed) process.exitCode = 1;
}

interface Lag {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface Measured {
  readonly directory: Lag;
  readonly ldap: Lag;
  readonly session: Lag;
  readonly lost: number;
  /** Runs that changed something, and how many of them are not done as they should be. */
  readonly runs: number;
  readonly badRuns: number;
  readonly refusedCalls: number;
  readonly loopP99Ms: number;
}

async function measure(
  { server, emulator, dataDir }: Installation,
  ldapPort: number,
  rate: number,
  seconds: number,
): Promise<Measured> {
  await firstSync(server.url);
  const directory = new DirectoryWatch(embeddedDatabaseUrl(join(dataDir, "postgres")));
  await directory.connect();
  await directory.addLdapAccount();
  const company = await readCompany(emulator.url, rate * seconds);
  const cookies = await directory.signIn(company.leavers);
  await untilConnected(server.url);

  const lags = { ldap: [] as number[], session: [] as number[] };
  const following: Promise<unknown>[] = [];
  const happen = async (number: number) => {
    // Counted from before Feishu knows of it.
    const at = performance.now();
    const change = await company.happen(number);
    if (change.kind === "leave") {
      directory.expectLeave(change.openId, at);
      const cookie = cookies.get(change.openId) ?? "";
      following.push(untilRefused(server.url, cookie, at).then((lag) => lags.session.push(lag)));
      return;
    }
    directory.expectMark(change.mark, at);
    if (number % LDAP_EVERY !== 0 || change.openId === null) return;
    const username = await directory.usernameOf(change.openId);
    following.push(untilTitle(ldapPort, username, change.mark, at).then((lag) => lags.ldap.push(lag)));
  };

  // Reading the delay empties it: what came before is not counted.
  await readMetric(server.url, LOOP_DELAY_P99);
  const looking = lookAgainAndAgain(() => directory.look());
  await atRate(happen, rate, seconds);
  const until = performance.now() + PATIENCE_MS;
  while (directory.missing > 0 && performance.now() < until) await pause(100);
  await looking.stop();
  await Promise.race([Promise.all(following), pause(PATIENCE_MS)]);
  const measured = {
    directory: lagOf(directory.lags),
    ldap: lagOf(lags.ldap),
    session: lagOf(lags.session),
    lost: directory.missing + following.length - lags.ldap.length - lags.session.length,
    ...(await countRuns(server.url)),
    refusedCalls: await countRefused(emulator.url),
    loopP99Ms: (await readMetric(server.url, LOOP_DELAY_P99)) * 1000,
  };
  await directory.end();
  return measured;
}

/** Lets things happen one after the other at a rate, however long each takes. */
async function atRate(happen: (number: number) => Promise<void>, rate: number, seconds: number): Promise<void> {
  const begun = performance.now();
  const happening: Promise<void>[] = [];
  for (let number = 0; number < rate * seconds; number++) {
    const wait = begun + (number * 1000) / rate - performance.now();
    if (wait > 0) await pause(wait);
    happening.push(happen(number));
  }
  await Promise.all(happening);
}

async function firstSync(server: string): Promise<void> {
  const api = `${server}/api/v1/sync-runs`;
  let run = await callJson<{ id: string; status: string }>(api, { method: "POST", token: TOKEN, body: {} });
  while (run.status === "running") run = await callJson(`${api}/${run.id}?wait=30`, { token: TOKEN });
  if (run.status !== "succeeded") throw new Error(`the first sync ended as ${run.status}`);
}

async function untilConnected(server: string): Promise<void> {
  for (;;) {
    const url = `${server}/api/v1/integrations/feishu/events`;
    const { state } = await callJson<{ state: string }>(url, { token: TOKEN });
    if (state === "connected") return;
    await pause(100);
  }
}

/** Every run by an event. */
async function countRuns(server: string): Promise<{ runs: number; badRuns: number }> {
  let [runs, badRuns] = [0, 0];
  for (let cursor = ""; ; ) {
    const url = `${server}/api/v1/sync-runs?trigger=event&limit=200${cursor}`;
    const page = await callJson<{ items: { status: string }[]; next_cursor: string | null }>(url, { token: TOKEN });
    runs += page.items.length;
    badRuns += page.items.filter(({ status }) => status !== "succeeded").length;
    if (page.next_cursor === null) return { runs, badRuns };
    cursor = `&cursor=${page.next_cursor}`;
  }
}

async function countRefused(emulator: string): Promise<number> {
  return (await callJson<{ rate_limited: number }>(`${emulator}/__emulator/statistics`)).rate_limited;
}

function lagOf(lags: readonly number[]): Lag {
  const sorted = [...lags].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? Number.NaN };
}

function print(
  { users, rate, seconds }: { readonly users: number; readonly rate: number; readonly seconds: number },
  measured: Measured,
  passed: boolean,
): void {
  console.log(`\n${users} people, ${rate} changes a second for ${seconds} s, the platform's limits on`);
  const row = ({ count, p50, p99, max }: Lag) => ({
    changes: count,
    "p50 ms": p50.toFixed(0),
    "p99 ms": p99.toFixed(0),
    "max ms": max.toFixed(0),
  });
  console.table({
    "directory row": row(measured.directory),
    "LDAP search": row(measured.ldap),
    "session refused": row(measured.session),
  });
  console.log(
    `lost ${measured.lost}, runs ${measured.runs} (${measured.badRuns} not succeeded), refused calls ${measured.refusedCalls}, ` +
      `event loop p99 ${measured.loopP99Ms.toFixed(1)} ms; promised p50 <= ${GATES.p50} ms, p99 <= ${GATES.p99} ms: ${passed ? "kept" : "NOT KEPT"}`,
  );
}
