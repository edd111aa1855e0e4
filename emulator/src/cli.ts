#!/usr/bin/env node
import { Command, InvalidArgumentError } from "commander";
import { type MinimumOfCalls, minimumOfCalls } from "./control/minimum.ts";
import { describeTenant } from "./control/platform-routes.ts";
import { DEFAULT_PORT, DEMO_APP_ID, DEMO_APP_SECRET, type EmulatorOptions, OptionMistake } from "./options.ts";
import { type RunningEmulator, startWithPlatform } from "./start.ts";
import { BlueprintMistake } from "./tenant/blueprint.ts";

/** The command line of the emulator: starts it, says where it is, stops on SIGTERM and SIGINT. */

const WRONG_USE = 2;
const ADDRESS_TROUBLE = ["EADDRINUSE", "EACCES", "EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN"];

const SIZES = [
  ["users", "people who appear in lists"],
  ["departments", "departments, the root not counted"],
  ["memberships", "user-in-department pairs, the root not counted"],
  ["root-people", "people directly under the root"],
  ["frozen", "suspended people"],
  ["exited", "people who left by own choice"],
  ["unactivated", "people who never signed in"],
  ["unjoined", "people who have yet to confirm joining"],
  ["resigned", "people who left, on top of the users"],
  ["long-names", "people whose name has 10,000 characters"],
  ["seed", "same seed and sizes, same tenant"],
  ["big-department", "refuse recursion over more departments than this"],
] as const;

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("a whole number is needed");
  return Number(text);
}

function onOff(text: string): boolean {
  if (text !== "on" && text !== "off") throw new InvalidArgumentError("on or off is needed");
  return text === "on";
}

function scopeChoice(text: string): EmulatorOptions["scopes"] {
  if (text === "full" || text === "legacy" || text === "none") return text;
  return text.split(",").filter((scope) => scope !== "");
}

const program = new Command("emulator").description("A Feishu Open Platform on this machine").exitOverride();
for (const [name, meaning] of SIZES) program.option(`--${name} <number>`, meaning, wholeNumber);
program
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option("--port <number>", "port to listen on, 0 = any", wholeNumber, DEFAULT_PORT)
  .option("--app-id <id>", "the first app's id", DEMO_APP_ID)
  .option("--app-secret <secret>", "the first app's secret", DEMO_APP_SECRET)
  .option("--rate-limit <on|off>", "the platform's limits", onOff, true)
  .option("--range <all|none|half>", "the first app's contact range", "all")
  .option("--scopes <list>", "full, legacy, none, or names with commas", scopeChoice, "full")
  .option("--ehr <on|off>", "the HR roster product", onOff, true)
  .option("--shuffle <on|off>", "scramble the order of lists", onOff, false)
  .option("--json", "print one line of JSON");

function print(
  emulator: RunningEmulator,
  tenant: ReturnType<typeof describeTenant>,
  minimum: MinimumOfCalls,
  json: boolean,
) {
  const { url, port, appId: app_id, appSecret: app_secret } = emulator;
  if (json) {
    process.stdout.write(`${JSON.stringify({ url, port, app_id, app_secret, tenant, minimum })}\n`);
    return;
  }
  const floor =
    minimum.floor_seconds === 0
      ? "no rate limit"
      : `at least ${minimum.floor_seconds.toFixed(1)} s under the rate limits`;
  process.stdout.write(
    `Feishu emulator   ${url}\n` +
      `App ID            ${app_id}\n` +
      `App Secret        ${app_secret}\n` +
      `Tenant            ${tenant.users} users (${tenant.active} active), ${tenant.departments} departments, ${tenant.memberships} memberships, ${tenant.resigned} resigned, seed ${tenant.seed}\n` +
      `Minimum of calls  ${minimum.calls.total} for a full reading, ${floor}\n` +
      `Control API       ${url}/__emulator\n`,
  );
}

function explain(error: unknown): string | undefined {
  if (error instanceof OptionMistake || error instanceof BlueprintMistake) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  return code !== undefined && ADDRESS_TROUBLE.includes(code) ? message : undefined;
}

async function main(): Promise<void> {
  program.parse();
  const { json, ...options } = program.opts<EmulatorOptions & { json?: boolean }>();
  const { emulator, platform } = await startWithPlatform(options);
  print(emulator, describeTenant(platform), minimumOfCalls(platform, platform.firstApp), json === true);
  const stop = () => void emulator.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  // Started by another program with a channel to it: when that program is gone, so are we.
  if (process.channel !== undefined) process.once("disconnect", stop);
}

main().catch((error: { exitCode?: number }) => {
  if (typeof error.exitCode === "number") process.exit(error.exitCode === 0 ? 0 : WRONG_USE);
  const sentence = explain(error);
  if (sentence === undefined) throw error;
  process.stderr.write(`emulator: ${sentence}\n`);
  process.exit(WRONG_USE);
});
