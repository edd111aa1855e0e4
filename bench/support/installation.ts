import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Running, startProgram } from "./processes.ts";

/** The API token of every installation that a bench sets up. */
export const TOKEN = "bench-token-of-this-run-only";
const APP = {
  LARKBRIDGE_FEISHU_APP_ID: "cli_0123456789abcdef",
  LARKBRIDGE_FEISHU_APP_SECRET: "demo-secret-not-for-production",
};

/** A server on its embedded database and the emulator it is connected to, each a process of its own. */
export interface Installation {
  readonly server: Running;
  readonly emulator: Running;
  readonly dataDir: string;
}

/**
 * Sets an installation up, works with it and takes it down. `limited` keeps Feishu's rate limits; `env` adds to the
 * server's configuration.
 */
export async function withInstallation<Value>(
  size: {
    readonly users: number;
    readonly departments: number;
    readonly memberships: number;
    readonly limited: boolean;
    readonly env?: Readonly<Record<string, string>>;
  },
  work: (installation: Installation) => Promise<Value>,
): Promise<Value> {
  const dataDir = await mkdtemp("/tmp/larkbridge-bench-");
  const emulator = await startProgram(
    "emulator/dist/cli.js",
    [
      "--users",
      `${size.users}`,
      "--departments",
      `${size.departments}`,
      "--memberships",
      `${size.memberships}`,
      "--port",
      "0",
      "--rate-limit",
      size.limited ? "on" : "off",
      "--json",
    ],
    {},
    (line) => (line.startsWith("{") ? (JSON.parse(line) as { url: string }).url : null),
  );
  try {
    const server = await startProgram(
      "server/bin/larkbridge.js",
      ["serve", "--json"],
      {
        ...APP,
        LARKBRIDGE_FEISHU_OPEN_URL: emulator.url,
        LARKBRIDGE_FEISHU_ACCOUNTS_URL: emulator.url,
        LARKBRIDGE_FEISHU_RATE_LIMIT: size.limited ? "50:1000" : "off",
        LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_ENABLED: "true",
        LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_FIELDS_MOBILE: "true",
        LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_FIELDS_EMPLOYEE_NO: "true",
        LARKBRIDGE_DATA_DIR: join(dataDir, "data"),
        LARKBRIDGE_HTTP_PORT: "0",
        // They have figures of their own.
        LARKBRIDGE_LDAP_ENABLED: "false",
        LARKBRIDGE_FEISHU_EVENTS_MODE: "off",
        LARKBRIDGE_API_TOKEN: TOKEN,
        LARKBRIDGE_LOG_LEVEL: "warn",
        ...size.env,
      },
      (line) => (line.startsWith('{"url"') ? (JSON.parse(line) as { url: string }).url : null),
    );
    try {
      return await work({ server, emulator, dataDir: join(dataDir, "data") });
    } finally {
      await server.stop();
    }
  } finally {
    await emulator.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
