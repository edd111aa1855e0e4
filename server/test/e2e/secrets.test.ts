import { execFileSync } from "node:child_process";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { API_TOKEN, MASTER_KEY, runProgram, type ServerProcess } from "../support/server-process.ts";
import { callApi, runSync, type Stage, setStage } from "../support/stage.ts";

/** Whatever happens, a secret shows nowhere: not in a log, an answer, the process list, or the database. */

const OWNER_PASSWORD = "owner-password-never-to-be-seen";
let stage: Stage;
let server: ServerProcess;
beforeAll(async () => {
  stage = await setStage();
  server = await stage.start({
    LARKBRIDGE_LOG_LEVEL: "trace",
    LARKBRIDGE_ADMIN_USERNAME: "owner",
    LARKBRIDGE_ADMIN_PASSWORD: OWNER_PASSWORD,
  });
}, 60_000);
afterAll(() => stage.close());

it("secrets appear in no log, error, answer, process list or table", { timeout: 90_000 }, async () => {
  const secrets = [stage.emulator.appSecret, MASTER_KEY, API_TOKEN, OWNER_PASSWORD];
  const heard: string[] = [];
  await runSync(server);
  // Failures talk the most.
  await stage.control("POST", "/faults", { kind: "http_500", path: "/open-apis/auth/*", nth: "every" });
  await stage.control("POST", "/tokens/revoke");
  heard.push(JSON.stringify(await runSync(server)));
  await stage.control("DELETE", "/faults");
  for (const path of [
    "/integrations",
    "/integrations/feishu",
    "/audit-records",
    "/api-tokens",
    "/sync-runs",
    "/users",
    "/me",
    "/openapi.json",
  ]) {
    heard.push(JSON.stringify(await callApi(server, "GET", path)));
  }
  heard.push(JSON.stringify(await callApi(server, "POST", "/integrations/feishu/check", {})));
  const at = { LARKBRIDGE_URL: server.url, LARKBRIDGE_TOKEN: API_TOKEN };
  const doctor = await runProgram(["doctor"], at);
  heard.push(doctor.stdout, doctor.stderr, server.output());
  // Arguments only: the environment of a process is its owner's to see.
  heard.push(
    execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes("main.ts") || line.includes("postgres"))
      .join("\n"),
  );
  heard.push(await dumpTables());
  for (const secret of secrets) {
    for (const text of heard) {
      expect(text.includes(secret)).toBe(false);
      expect(text.includes(Buffer.from(secret).toString("base64"))).toBe(false);
    }
  }
  // The tenant's access token is a secret too, and changes; its shape gives it away.
  for (const text of heard) expect(text).not.toMatch(/\bt-g[0-9a-zA-Z]{10,}/);
});

async function dumpTables(): Promise<string> {
  const client = new pg.Client({ connectionString: stage.env["LARKBRIDGE_DATABASE_URL"] });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    const rows: unknown[] = [];
    for (const { name } of tables.rows)
      rows.push((await client.query(`select * from ${client.escapeIdentifier(name)}`)).rows);
    return JSON.stringify(rows);
  } finally {
    await client.end();
  }
}
