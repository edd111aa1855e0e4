import type { SyncRunView, UserView } from "@larkbridge/contract";
import type { EmulatorOptions } from "@larkbridge/emulator";
import { CompiledQuery } from "kysely";
import { openTestDatabase } from "./database.ts";
import { type Rehearsal, rehearse } from "./feishu-emulator.ts";
import { API_TOKEN, type ServerProcess, startServerProcess } from "./server-process.ts";

/** The whole product on one machine: an emulator, an empty database, and as many server processes as a test wants. */
export interface Stage extends Pick<Rehearsal, "emulator" | "control" | "truth"> {
  readonly env: { readonly [name: string]: string };
  /** Variables added to `env`; one that is undefined is taken away. */
  start(env?: { readonly [name: string]: string | undefined }): Promise<ServerProcess>;
  /** Changes the database behind the servers' backs; returns how many rows. */
  sql(statement: string): Promise<number>;
  close(): Promise<void>;
}

/** Sets the stage; the emulator has no limits and a small tenant unless told otherwise. */
export async function setStage(tenant: EmulatorOptions = {}): Promise<Stage> {
  const { emulator, control, truth } = await rehearse({ users: 60, departments: 12, memberships: 80, ...tenant });
  const database = await openTestDatabase({ migrated: false });
  const servers: ServerProcess[] = [];
  const env = {
    LARKBRIDGE_DATABASE_URL: database.url,
    LARKBRIDGE_FEISHU_APP_ID: emulator.appId,
    LARKBRIDGE_FEISHU_APP_SECRET: emulator.appSecret,
    LARKBRIDGE_FEISHU_OPEN_URL: emulator.url,
    LARKBRIDGE_FEISHU_ACCOUNTS_URL: emulator.url,
    LARKBRIDGE_FEISHU_RATE_LIMIT: "off",
    LARKBRIDGE_FEISHU_EVENTS_MODE: "off",
    LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_ENABLED: "true",
  };
  return {
    emulator,
    control,
    truth,
    env,
    async start(more = {}) {
      const server = await startServerProcess({ ...env, ...more });
      servers.push(server);
      return server;
    },
    async sql(statement) {
      const { numAffectedRows } = await database.kysely.executeQuery(CompiledQuery.raw(statement));
      return Number(numAffectedRows ?? 0n);
    },
    async close() {
      for (const server of servers) await server.stop();
      await emulator.close();
      await database.close();
    },
  };
}

/** Calls the API of a server as its operator. The answer's status is not judged. */
export async function callApi<Answer>(
  server: ServerProcess,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Answer }> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${API_TOKEN}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(120_000),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

/** Runs a sync to its end, whatever that is. */
export async function runSync(server: ServerProcess): Promise<SyncRunView> {
  const started = await callApi<SyncRunView>(server, "POST", "/sync-runs", {});
  if (started.status !== 202) throw new Error(`no run: ${JSON.stringify(started.body)}`);
  let run = started.body;
  while (run.status === "running")
    run = (await callApi<SyncRunView>(server, "GET", `/sync-runs/${run.id}?wait=30`)).body;
  return run;
}

/** Every user of a server's directory, as the export tells them. */
export async function exportUsers(server: ServerProcess): Promise<UserView[]> {
  const response = await fetch(`${server.url}/api/v1/users`, {
    headers: { authorization: `Bearer ${API_TOKEN}`, accept: "application/x-ndjson" },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as UserView);
}
