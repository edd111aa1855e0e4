import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { UserId } from "../../server/src/core/kernel/ids.ts";
import { makeQueueMessages } from "../../server/src/features/messages/index.ts";
import { systemClock } from "../../server/src/platform/clock/clock.ts";
import { startEmbeddedPostgres } from "../../server/src/platform/db/embedded/embedded-postgres.ts";
import { migrateDatabase } from "../../server/src/platform/db/migrate.ts";
import { type OpenDatabase, openDatabase } from "../../server/src/platform/db/open-database.ts";
import { callJson } from "../support/http.ts";
import { type Running, startProgram } from "../support/processes.ts";
import { benchBox } from "./box.ts";

/**
 * Messages to people at the platform's limits, sent by two processes of which one is killed in the middle and replaced. The
 * emulator's clock runs faster, and the senders' limits with it, so that ten minutes take one.
 */

const GATE = 1.1;

interface Work {
  readonly messages: number;
  readonly people: number;
  readonly speed: number;
}

/** Runs the suite; `args` are those behind its name on the command line. */
export async function runSuite(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      messages: { type: "string", default: "10000" },
      people: { type: "string", default: "5000" },
      speed: { type: "string", default: "10" },
      senders: { type: "string", default: "2" },
    },
  });
  const work = { messages: Number(values.messages), people: Number(values.people), speed: Number(values.speed) };
  const folder = await mkdtemp("/tmp/larkbridge-bench-");
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const dataDir = join(folder, "data", "postgres");
    const postgres = await startEmbeddedPostgres({ dataDir, durable: true, log: () => undefined });
    closing.push(() => postgres.stop());
    await migrateDatabase({ url: postgres.url });
    const database = openDatabase({ url: postgres.url, onIdleError: () => undefined });
    closing.push(() => database.close());
    const emulator = await startEmulator(work.people);
    closing.push(() => emulator.stop());
    const connectionId = await queueEverything(database, emulator.url, work);
    await callJson(`${emulator.url}/__emulator/clock`, { method: "PUT", body: { speed: work.speed } });
    const order = { databaseUrl: postgres.url, feishuUrl: emulator.url, connectionId, speed: work.speed };
    await measure(database, emulator.url, work, Number(values.senders), () => startSender(order));
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

function startEmulator(people: number): Promise<Running> {
  const size = ["--users", `${people}`, "--memberships", `${people}`, "--frozen", "0", "--exited", "0"];
  const all = [...size, "--unactivated", "0", "--unjoined", "0", "--port", "0", "--rate-limit", "on", "--json"];
  return startProgram("emulator/dist/cli.js", all, {}, (line) =>
    line.startsWith("{") ? (JSON.parse(line) as { url: string }).url : null,
  );
}

/** Links everybody of the tenant to an account, and queues the messages: each person's second comes after everybody's first. */
async function queueEverything(database: OpenDatabase, feishuUrl: string, work: Work): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into feishu_connection (app_id, app_secret, open_url, accounts_url, settings, declared_by)
     values ('cli_0123456789abcdef', '', $1, $1, '{}', 'file') returning id`,
    [feishuUrl],
  );
  const connectionId = rows[0]?.id ?? "";
  const snapshot = await (await fetch(`${feishuUrl}/__emulator/snapshot`)).text();
  const people = snapshot
    .split("\n")
    .filter((line) => line.startsWith('{"kind":"user"'))
    .map((line) => JSON.parse(line) as { open_id: string; union_id: string; name: string; listed: boolean })
    .filter(({ listed }) => listed)
    .map(({ open_id, union_id, name }, index) => ({
      id: randomUUID(),
      username: `user${index}`,
      open_id,
      union_id,
      name,
    }));
  await database.pool.query(
    `with u as (select * from jsonb_to_recordset($1) as u (id uuid, username text, name text, open_id text, union_id text)),
      made as (insert into directory_user (id, username, name, origin) select id, username, name, 'feishu' from u returning id)
     insert into linked_identity (user_id, connection_id, union_id, open_id) select u.id, $2, u.union_id, u.open_id from u`,
    [JSON.stringify(people), connectionId],
  );
  const queue = makeQueueMessages({ box: benchBox(), clock: systemClock });
  const content = { kind: "template", template: "test_message", values: {} } as const;
  await database.kysely.transaction().execute((tx) =>
    queue(
      tx,
      Array.from({ length: work.messages }, (_, index) => ({
        ...{ key: `bench/${index}`, sender: { kind: "notice", notice: "bench" } as const, content },
        ...{ recipient: people[index % people.length]?.id as UserId, notificationId: null, expiresAt: null },
      })),
    ),
  );
  return connectionId;
}

async function startSender(order: object): Promise<ChildProcess> {
  const entry = fileURLToPath(new URL("./sender.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", entry, JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), "line");
  return child;
}

interface Delivered {
  readonly sent: number;
  readonly repeated: number;
  readonly messages: readonly { readonly uuid: string; readonly sent_at: string }[];
}

async function measure(
  database: OpenDatabase,
  feishuUrl: string,
  work: Work,
  senders: number,
  start: () => Promise<ChildProcess>,
): Promise<void> {
  const running = await Promise.all(Array.from({ length: senders }, start));
  let isKilled = false;
  for (;;) {
    const { rows } = await database.pool.query<{ left: number }>(
      "select count(*)::int as left from message where state in ('queued', 'sending')",
    );
    const left = rows[0]?.left ?? 0;
    if (left === 0) break;
    if (!isKilled && left < work.messages / 2) {
      isKilled = true;
      const victim = running.shift();
      victim?.kill("SIGKILL");
      running.push(await start());
    }
    await pause(200);
  }
  const { sent, repeated, messages } = await callJson<Delivered>(`${feishuUrl}/__emulator/messages?limit=100000`);
  const { rows: states } = await database.pool.query<{ state: string; number: number }>(
    "select state, count(*)::int as number from message group by state order by state",
  );
  const { per_api } = await callJson<{ per_api: { [api: string]: { calls: number; rate_limited: number } } }>(
    `${feishuUrl}/__emulator/statistics`,
  );
  for (const child of running) child.kill("SIGTERM");
  await Promise.all(running.map((child) => once(child, "exit")));

  const times = messages.map(({ sent_at }) => Date.parse(sent_at));
  const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
  const floor = floorSeconds(work.messages);
  const distinct = new Set(messages.map(({ uuid }) => uuid)).size;
  const sending = per_api["POST /open-apis/im/v1/messages"];
  console.log(
    `${work.messages} messages to ${work.people} people by ${senders} processes, one killed in the middle: ` +
      `${seconds.toFixed(1)} s of the platform's time, floor ${floor.toFixed(1)} s, ratio ${(seconds / floor).toFixed(3)} (gate ${GATE})`,
  );
  console.log(
    `lost ${work.messages - distinct}, doubled ${sent - distinct}; asked again and known to Feishu ${repeated}; ` +
      `log: ${states.map(({ state, number }) => `${number} ${state}`).join(", ")}; ` +
      `calls ${sending?.calls}, refused for being too many ${sending?.rate_limited}`,
  );
  if (distinct !== work.messages || sent !== distinct || seconds > floor * GATE) process.exitCode = 1;
}

/** The shortest time in which so many calls fit into 50 a second and 1000 a minute, the first at zero. */
function floorSeconds(calls: number): number {
  const times = new Float64Array(calls);
  for (let call = 1; call < calls; call++) {
    const second = call < 50 ? 0 : (times[call - 50] as number) + 1;
    const minute = call < 1000 ? 0 : (times[call - 1000] as number) + 60;
    times[call] = Math.max(times[call - 1] as number, second, minute);
  }
  return times[calls - 1] ?? 0;
}
