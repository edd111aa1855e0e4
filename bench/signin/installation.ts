import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { newMasterKey } from "../../server/src/platform/crypto/master-key.ts";
import { startEmbeddedPostgres } from "../../server/src/platform/db/embedded/embedded-postgres.ts";
import { freePort } from "../support/free-port.ts";
import { callJson } from "../support/http.ts";
import { TOKEN } from "../support/installation.ts";
import { type Running, startProgram } from "../support/processes.ts";
import type { Application } from "./rounds.ts";

/** Servers on one PostgreSQL, filled from an emulator, with one application. */
export interface SignInStage {
  /** What browsers call; each server answers for it, as behind a load balancer. */
  readonly publicUrl: string;
  readonly ports: readonly number[];
  readonly openIds: readonly string[];
  readonly application: Application;
}

const APP = { id: "cli_0123456789abcdef", secret: "demo-secret-not-for-production" };
const REDIRECT = "https://app.example/callback";

/** Sets everything up with so many server processes, works with it, and takes it down. */
export async function withSignInStage<Value>(
  size: { readonly users: number; readonly processes: number },
  work: (stage: SignInStage) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp("/tmp/larkbridge-bench-");
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const postgres = await startEmbeddedPostgres({
      dataDir: join(folder, "postgres"),
      durable: true,
      log: () => undefined,
    });
    closing.push(() => postgres.stop());
    const emulator = await startEmulator(size.users);
    closing.push(() => emulator.stop());
    const ports = await Promise.all(Array.from({ length: size.processes }, freePort));
    const publicUrl = `http://127.0.0.1:${ports[0]}`;
    const masterKey = newMasterKey();
    for (const port of ports) {
      const server = await startServer(port, { publicUrl, masterKey, database: postgres.url, feishu: emulator.url });
      closing.push(() => server.stop());
    }
    await callJson(`${emulator.url}/__emulator/redirect-urls`, {
      method: "PUT",
      body: { urls: [`${publicUrl}/auth/feishu/callback`] },
    });
    await fill(publicUrl);
    const [openIds, application] = [await readPeople(emulator.url), await registerApplication(publicUrl)];
    return await work({ publicUrl, ports, openIds, application });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

function startEmulator(users: number): Promise<Running> {
  const args = ["--users", `${users}`, "--port", "0", "--rate-limit", "off", "--json"];
  return startProgram("emulator/dist/cli.js", args, {}, (line) =>
    line.startsWith("{") ? (JSON.parse(line) as { url: string }).url : null,
  );
}

function startServer(
  port: number,
  on: { readonly publicUrl: string; readonly masterKey: string; readonly database: string; readonly feishu: string },
): Promise<Running> {
  const env = {
    LARKBRIDGE_FEISHU_APP_ID: APP.id,
    LARKBRIDGE_FEISHU_APP_SECRET: APP.secret,
    LARKBRIDGE_FEISHU_OPEN_URL: on.feishu,
    LARKBRIDGE_FEISHU_ACCOUNTS_URL: on.feishu,
    LARKBRIDGE_FEISHU_RATE_LIMIT: "off",
    LARKBRIDGE_FEISHU_EVENTS_MODE: "off",
    LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_ENABLED: "true",
    LARKBRIDGE_FEISHU_SERVICES_SINGLE_SIGN_ON_ENABLED: "true",
    LARKBRIDGE_DATABASE_URL: on.database,
    LARKBRIDGE_MASTER_KEY: on.masterKey,
    LARKBRIDGE_PUBLIC_URL: on.publicUrl,
    LARKBRIDGE_HTTP_PORT: `${port}`,
    LARKBRIDGE_LDAP_ENABLED: "false",
    LARKBRIDGE_API_TOKEN: TOKEN,
    LARKBRIDGE_LOG_LEVEL: "warn",
  };
  return startProgram("server/bin/larkbridge.js", ["serve", "--json"], env, (line) =>
    line.startsWith('{"url"') ? (JSON.parse(line) as { url: string }).url : null,
  );
}

/** One sync. */
async function fill(server: string): Promise<void> {
  const api = `${server}/api/v1`;
  let run = await callJson<{ id: string; status: string }>(`${api}/sync-runs`, {
    method: "POST",
    token: TOKEN,
    body: {},
  });
  while (run.status === "running") run = await callJson(`${api}/sync-runs/${run.id}?wait=30`, { token: TOKEN });
  if (run.status !== "succeeded") throw new Error(`the sync ended as ${run.status}`);
}

/** The Feishu ids of some who may sign in there. */
async function readPeople(emulator: string): Promise<string[]> {
  const lines = (await (await fetch(`${emulator}/__emulator/snapshot`)).text()).split("\n");
  return lines
    .filter((line) => line.startsWith('{"kind":"user"'))
    .map((line) => JSON.parse(line) as { open_id: string; listed: boolean; status: Record<string, boolean> })
    .filter(({ listed, status }) => listed && status["is_activated"] && !status["is_frozen"] && !status["is_exited"])
    .map(({ open_id: id }) => id);
}

async function registerApplication(server: string): Promise<Application> {
  const api = `${server}/api/v1/applications`;
  const made = await callJson<{ application: { id: string; client_id: string }; client_secret: string }>(api, {
    method: "POST",
    token: TOKEN,
    body: { name: "Bench", kind: "web", redirect_uris: [REDIRECT] },
  });
  await callJson(`${api}/${made.application.id}/access`, { method: "PUT", token: TOKEN, body: { everyone: true } });
  return { clientId: made.application.client_id, secret: made.client_secret, redirectUri: REDIRECT };
}
