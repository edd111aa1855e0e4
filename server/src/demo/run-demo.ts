import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeClient } from "../cli/client.ts";
import type { Output } from "../cli/output.ts";
import { type Config, loadConfig } from "../config/load.ts";
import { newMasterKey } from "../platform/crypto/master-key.ts";
import { startEmulatorProcess } from "./emulator-process.ts";
import { tellStory } from "./story.ts";

/** A server as the demo needs it. */
interface StartedServer {
  readonly url: string;
  readonly ldapUrl: string | null;
  readonly makeSignInUrl: (username: string) => Promise<string>;
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

export interface DemoOptions {
  readonly startServer: (
    config: Config,
    options: { readonly version: string; readonly out: { write(line: string): unknown } },
  ) => Promise<StartedServer>;
  readonly version: string;
  readonly output: Output;
}

/** A throw-away owner for the console. */
const OWNER = "owner";

/** 1,000 people who may sign in, and seven who may not. */
const TENANT = ["--users", "1007", "--frozen", "5", "--exited", "2", "--seed", "1"];

/**
 * Starts emulator and server, tells the story, prints the addresses and how to stop, and leaves both running. Everything
 * lives in a folder of its own under the system's temporary one and goes with it; the master key is thrown away.
 */
export async function runDemo({
  startServer,
  version,
  output,
}: DemoOptions): Promise<{ readonly failed: Promise<Error>; stop(): Promise<void> }> {
  const folder = await mkdtemp("/tmp/larkbridge-demo-");
  const emulator = await startEmulatorProcess([
    ...TENANT,
    "--port",
    process.env["LARKBRIDGE_DEMO_EMULATOR_PORT"] ?? "0",
  ]);
  const token = `lbt_${randomBytes(32).toString("base64url")}`;
  const closing: (() => Promise<unknown>)[] = [
    () => rm(folder, { recursive: true, force: true }),
    () => emulator.stop(),
  ];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const password = randomBytes(9).toString("base64url");
    const config = demoConfig(emulator, folder, token, password);
    const server = await startServer(config, { version, out: { write: () => true } });
    closing.push(() => server.stop());
    const tell = (title: string, text: string) => output.print(`${output.paint("bold", title.padEnd(16))} ${text}`);
    output.print("Larkbridge on a made-up company: the emulator plays Feishu, everything else is the product.");
    const client = makeClient({ url: new URL(server.url), token, version });
    await tellStory(client, emulator, tell);
    // What an administrator registers in Feishu's console; the story puts the emulator back to where it began.
    await emulator.control("PUT", "/redirect-urls", {
      urls: [`${server.url}/auth/feishu/callback`, `${server.url}/workbench`],
    });
    output.print("");
    tell("Console", `${await server.makeSignInUrl(OWNER)}   signs you in, once`);
    tell("", `afterwards: ${OWNER}, password ${password}`);
    tell("As an employee", `${server.url}/auth/feishu/start   pick anybody on the emulator's sign-in page`);
    tell("Server", `${server.url}   API: ${server.url}/api/v1/openapi.json`);
    const base = config.ldap.base_dn;
    tell("LDAP", `ldapsearch -x -H ${server.ldapUrl} -D uid=${OWNER},ou=people,${base} -w ${password} -b ${base}`);
    tell("Emulator", `${emulator.url}   control: ${emulator.url}/__emulator/`);
    tell("Try", `LARKBRIDGE_URL=${server.url} LARKBRIDGE_TOKEN=${token} npx larkbridge users list`);
    tell("Stop", "Ctrl-C; everything the demo made goes with it");
    return { failed: server.failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function demoConfig(
  emulator: { readonly url: string; readonly appId: string; readonly appSecret: string },
  folder: string,
  token: string,
  password: string,
): Config {
  const loaded = loadConfig({
    env: {
      LARKBRIDGE_DATA_DIR: join(folder, "data"),
      LARKBRIDGE_HTTP_PORT: process.env["LARKBRIDGE_HTTP_PORT"] ?? "8080",
      // Another Larkbridge may have the usual ports.
      LARKBRIDGE_LDAP_PORT: process.env["LARKBRIDGE_LDAP_PORT"] ?? "0",
      LARKBRIDGE_LDAPS_PORT: process.env["LARKBRIDGE_LDAPS_PORT"] ?? "0",
      LARKBRIDGE_MASTER_KEY: newMasterKey(),
      LARKBRIDGE_API_TOKEN: token,
      LARKBRIDGE_ADMIN_USERNAME: OWNER,
      LARKBRIDGE_ADMIN_PASSWORD: password,
      LARKBRIDGE_FEISHU_APP_ID: emulator.appId,
      LARKBRIDGE_FEISHU_APP_SECRET: emulator.appSecret,
      LARKBRIDGE_FEISHU_OPEN_URL: emulator.url,
      LARKBRIDGE_FEISHU_ACCOUNTS_URL: emulator.url,
      LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_ENABLED: "true",
      LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_FIELDS_MOBILE: "true",
      LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_FIELDS_EMPLOYEE_NO: "true",
      LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_FIELDS_NICKNAME: "true",
      LARKBRIDGE_FEISHU_SERVICES_SINGLE_SIGN_ON_ENABLED: "true",
      LARKBRIDGE_FEISHU_SERVICES_FEISHU_CLIENT_ACCESS_ENABLED: "true",
    },
    // The demo is the same on every machine: no file of the folder it is started in has a say.
    readFile: () => {
      throw Object.assign(new Error("no file"), { code: "ENOENT" });
    },
  });
  if (!loaded.ok) throw new Error(`the demo's own configuration is wrong: ${JSON.stringify(loaded.error)}`);
  return loaded.value;
}
