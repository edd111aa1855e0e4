import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

function start(...options: string[]) {
  const child = spawn(process.execPath, ["--conditions=source", CLI, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.err += text;
  });
  return { child, said, ended: once(child, "close") };
}

test("the program says where it is in one line of JSON, serves, and stops on SIGTERM with 0", async () => {
  const { child, said, ended } = start("--users", "50", "--departments", "9", "--port", "0", "--json");
  await once(child.stdout, "data");
  const told = JSON.parse(said.out);
  expect(told).toMatchObject({ app_id: "cli_0123456789abcdef", tenant: { users: 50, departments: 9 } });
  expect(told.minimum.calls.total).toBeGreaterThan(10);
  expect((await fetch(`${told.url}/__emulator`)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

test("the program started with a channel stops when its parent is gone", async () => {
  const child = spawn(process.execPath, ["--conditions=source", CLI, "--users", "5", "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  await once(child.stdout as NodeJS.ReadableStream, "data");
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});

test.each([
  [["--users", "many"], "a whole number is needed"],
  [["--people", "5"], "unknown option '--people'"],
  [["--users", "5", "--memberships", "1", "--departments", "2"], "memberships"],
  [["--range", "half-ish"], "range"],
  [["--host", "256.0.0.1", "--port", "0"], "256.0.0.1"],
])("the program refuses %j in one sentence and exits with 2", async (options, words) => {
  const { said, ended } = start(...options);
  expect(await ended).toEqual([2, null]);
  expect(said.err).toContain(words);
  expect(said.err).not.toContain("    at ");
});
