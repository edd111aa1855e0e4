import { parseArgs } from "node:util";
import { quantile } from "../console/first-paint.ts";
import { type SignInStage, withSignInStage } from "./installation.ts";
import { Person } from "./person.ts";
import { roundOfApplication, signInWithFeishu } from "./rounds.ts";

/**
 * How many people come in with Feishu, and how many silent rounds of an application there are, in a second: with one
 * server process and with two on one PostgreSQL, emulator, database and clients on the same machine.
 */

/** A silent round of one client on a quiet machine. */
const SILENT_BUDGET_MS = 25;
const CLIENTS = 16;

interface Row {
  readonly way: string;
  readonly processes: number;
  readonly clients: number;
  readonly count: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Runs the suite; `args` are those behind its name on the command line. Prints a table, or one JSON value with `--json`. */
export async function runSuite(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      users: { type: "string", default: "2000" },
      rounds: { type: "string", default: "1000" },
      json: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  const rows: Row[] = [];
  for (const processes of [1, 2]) {
    const size = { users: Number(values.users), processes };
    rows.push(...(await withSignInStage(size, (stage) => measureStage(stage, processes, rounds))));
  }
  const alone = rows.find((row) => row.way === "silent round" && row.processes === 1 && row.clients === 1);
  if (values.json) console.log(JSON.stringify({ users: Number(values.users), rows }));
  else print(rows);
  if (!alone || alone.p50 > SILENT_BUDGET_MS) process.exitCode = 1;
}

async function measureStage(stage: SignInStage, processes: number, rounds: number): Promise<Row[]> {
  const { publicUrl, ports, openIds, application } = stage;
  const publicHost = new URL(publicUrl).host;
  const people = Array.from(
    { length: CLIENTS },
    (_, number) => new Person(number + 1, { publicHost, port: ports[number % ports.length] ?? 0 }),
  );
  const openId = (turn: number) => openIds[turn % openIds.length] ?? "";
  const enter = (person: Person, turn: number) => signInWithFeishu(person, publicUrl, openId(turn));
  const round = (person: Person) => roundOfApplication(person, publicUrl, application);
  try {
    const measure = async (way: string, clients: number, count: number, act: typeof enter): Promise<Row> => {
      // What runs for the first time is compiled and cached; nobody's figure.
      await repeat(people.slice(0, clients), clients * 4, act);
      return { way, processes, clients, count, ...(await repeat(people.slice(0, clients), count, act)) };
    };
    return [
      await measure("Feishu sign-in", 1, Math.ceil(rounds / 5), enter),
      await measure("Feishu sign-in", CLIENTS, rounds, enter),
      await measure("silent round", 1, Math.ceil(rounds / 5), round),
      await measure("silent round", CLIENTS, rounds, round),
    ];
  } finally {
    for (const person of people) person.leave();
  }
}

/** Lets people do it so often in all, each one after the other. */
async function repeat(people: readonly Person[], count: number, act: (person: Person, turn: number) => Promise<void>) {
  const times: number[] = [];
  let turn = 0;
  const began = performance.now();
  await Promise.all(
    people.map(async (person) => {
      for (let mine = turn++; mine < count; mine = turn++) {
        const start = performance.now();
        await act(person, mine);
        times.push(performance.now() - start);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: count / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

function print(rows: readonly Row[]): void {
  console.table(
    rows.map(({ way, processes, clients, count, perSecond, p50, p99 }) => ({
      way,
      "server processes": processes,
      clients,
      rounds: count,
      "a second": perSecond.toFixed(1),
      "p50 ms": p50.toFixed(1),
      "p99 ms": p99.toFixed(1),
    })),
  );
  console.log(`A silent round of one client in one process has to stay within ${SILENT_BUDGET_MS} ms at p50.`);
}
