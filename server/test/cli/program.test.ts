import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExitStatus } from "../../src/cli/exit-status.ts";
import { widthOf } from "../../src/cli/text.ts";
import type { HttpServer } from "../../src/platform/http/index.ts";
import { departmentId, sampleDepartment, sampleDiagnosis, sampleUser, userId } from "../support/api-samples.ts";
import { type ApiState, openApiServer } from "../support/api-server.ts";
import { type ProgramRun, runLarkbridge } from "../support/run-program.ts";

const servers: HttpServer[] = [];
const foreign: Server[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "larkbridge-cli-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  for (const server of servers.splice(0)) await server.drain(0);
  for (const server of foreign.splice(0)) server.close();
});

async function against(part: Partial<ApiState> = {}) {
  const { server } = await openApiServer(part);
  servers.push(server);
  const port = await server.listen({ host: "127.0.0.1", port: 0 });
  const env = { LARKBRIDGE_URL: `http://127.0.0.1:${port}`, LARKBRIDGE_TOKEN: "admin" };
  return (argv: string[], options: ProgramRun = {}) =>
    runLarkbridge(argv, { ...options, env: { ...env, ...options.env } });
}

describe("the program", () => {
  it.each([
    [[], "A command is missing"],
    [["sync"], "A command is missing"],
    [["snyc"], "unknown command 'snyc'\n(Did you mean sync?)"],
    [["sync", "run", "--fast"], "unknown option '--fast'"],
    [["sync", "approve"], "missing required argument 'run'"],
    [["sync", "list", "--limit", "none"], "A positive number is needed"],
    [["users", "export", "--format", "xml"], "Allowed choices are jsonl, csv"],
    [["sync", "run", "--user", "a", "--department", "b"], "exclude each other"],
    [["tokens", "create", "x", "--scope", "all"], "Scopes are directory:read"],
    [["sync", "status", "--url", "ftp://x"], "not an http or https address"],
  ])("%j is wrong use: exit 2, in words and as a problem", async (argv, text) => {
    const env = { LARKBRIDGE_TOKEN: "x" };
    const told = await runLarkbridge(argv, { env });
    expect([told.status, told.stdout]).toEqual([2, ""]);
    expect(told.stderr).toContain("error usage_invalid: ");
    expect(told.stderr).toContain(text.split("\n")[0]);
    const json = await runLarkbridge([...argv, "--json"], { env });
    expect(json.status).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ code: "usage_invalid", cure: expect.any(String) });
  });

  it("shows help and version on stdout and exits 0", async () => {
    const help = await runLarkbridge(["sync", "run", "--help"]);
    expect([help.status, help.stderr]).toEqual([0, ""]);
    expect(help.stdout).toContain("--no-wait");
    expect((await runLarkbridge(["--version"])).stdout).toBe("0.0.0\n");
  });

  it("needs a token, from the environment or a file", async () => {
    expect(JSON.parse((await runLarkbridge(["sync", "status", "--json"])).stdout)).toMatchObject({
      code: "token_missing",
    });
    const file = join(folder, "token");
    writeFileSync(file, "admin\n");
    const run = await against();
    expect((await run(["sync", "status"], { env: { LARKBRIDGE_TOKEN: "", LARKBRIDGE_TOKEN_FILE: file } })).status).toBe(
      0,
    );
    expect((await run(["sync", "status", "--token-file", file], { env: { LARKBRIDGE_TOKEN: "wrong" } })).status).toBe(
      0,
    );
    const missing = await run(["sync", "status", "--token-file", join(folder, "none")]);
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining("ENOENT")]);
  });

  it.each([
    ["stranger", "unauthenticated", 2],
    ["nothing", "forbidden", 2],
  ])("with the token %s is refused with %s", async (token, code, exit) => {
    const ended = await (await against())(["users", "list", "--json"], { env: { LARKBRIDGE_TOKEN: token } });
    expect([ended.status, JSON.parse(ended.stdout).code]).toEqual([exit, code]);
  });

  it("says so when no server is there, or another program", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => closed.once("listening", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const env = { LARKBRIDGE_URL: `http://127.0.0.1:${port}`, LARKBRIDGE_TOKEN: "x" };
    const ended = await runLarkbridge(["sync", "status"], { env });
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain(
      `error server_unreachable: No Larkbridge server answers at http://127.0.0.1:${port}: ECONNREFUSED.`,
    );
  });

  it.each([
    ["a page", 200, "<html>"],
    ["other JSON", 200, '{"status":"ok"}'],
    ["a plain error", 500, "boom"],
    ["a redirect", 302, ""],
  ])("does not take %s for an answer", async (_, status, body) => {
    const other = createServer((_request, response) =>
      response.writeHead(status, { location: "http://203.0.113.1/" }).end(body),
    );
    foreign.push(other.listen(0, "127.0.0.1"));
    await new Promise((resolve) => other.once("listening", resolve));
    const env = { LARKBRIDGE_URL: `http://127.0.0.1:${(other.address() as AddressInfo).port}`, LARKBRIDGE_TOKEN: "x" };
    const ended = await runLarkbridge(["sync", "status", "--json"], { env });
    expect([ended.status, JSON.parse(ended.stdout).code]).toEqual([1, "server_answer_invalid"]);
  });

  it("hands its own commands their options", async () => {
    const told: unknown[] = [];
    const tell =
      <Status extends ExitStatus>(name: string, status: Status) =>
      async (given: unknown) => {
        told.push([name, given]);
        return status;
      };
    const own = { serve: tell("serve", 2), restore: tell("restore", 0), emulator: tell("emulator", 0) };
    expect((await runLarkbridge(["serve", "--config", "a.yaml"], { own })).status).toBe(2);
    await runLarkbridge(["restore", "b.gz", "--replace"], { own });
    await runLarkbridge(["emulator", "--users", "5", "--help", "--json"], { own });
    expect(told).toEqual([
      ["serve", expect.objectContaining({ config: "a.yaml" })],
      ["restore", { file: "b.gz", replace: true }],
      ["emulator", ["--users", "5", "--help", "--json"]],
    ]);
  });
});

describe("users", () => {
  const users = [
    sampleUser(1, { username: "shanxiongxin", name: "单雄信", email: null }),
    sampleUser(2, { username: "emoji", name: "👩‍💻 Zoë", status: "disabled", feishu: null, departments: [] }),
    sampleUser(3, { username: "long", name: "很".repeat(100), status: "deleted" }),
  ];

  it("are listed in columns that line up under Chinese and emoji", async () => {
    const { stdout } = await (await against({ users: users.slice(0, 2) }))(["users", "list"]);
    const [head, first, second] = stdout.split("\n") as [string, string, string];
    const columnOf = (line: string, text: string) => widthOf(line.slice(0, line.indexOf(text)));
    expect(columnOf(first, "active")).toBe(columnOf(head, "status"));
    expect(columnOf(second, "disabled")).toBe(columnOf(head, "status"));
    expect(columnOf(first, userId(1))).toBe(columnOf(head, "id"));
    expect(first).toMatch(/^shanxiongxin {2}单雄信/);
  });

  it("fit the terminal without breaking a character", async () => {
    const { stdout } = await (await against({ users }))(["users", "list"], { terminal: 90 });
    for (const line of stdout.split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(90);
    expect(stdout).toContain("很…");
  });

  it("are exported a line each, as CSV, or as one array, with exactly the keys of product.md section 4", async () => {
    const run = await against({ users });
    const lines = (await run(["users", "export", "--format", "jsonl"])).stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).username)).toEqual(["shanxiongxin", "emoji", "long"]);
    expect(JSON.parse(lines[0] as string)).toEqual({
      id: userId(1),
      username: "shanxiongxin",
      name: "单雄信",
      nickname: null,
      email: null,
      mobile: null,
      employee_no: null,
      job_title: null,
      status: "active",
      origin: "feishu",
      departments: [{ id: departmentId(1), open_department_id: "od-1", name: "研发部", primary: true }],
      leader: null,
      feishu: { open_id: "ou_1", union_id: "on_1", user_id: null },
    });
    expect(JSON.parse(lines[1] as string)).toMatchObject({ feishu: null, departments: [] });
    const csv = (await run(["users", "export", "--format", "csv"])).stdout.split("\n");
    expect(csv[0]).toBe(
      "id,username,name,nickname,email,mobile,employee_no,job_title,status,origin,departments,leader,feishu",
    );
    expect(JSON.parse((await run(["users", "export", "--json"])).stdout)).toHaveLength(3);
    expect(JSON.parse((await (await against())(["users", "export", "--json"])).stdout)).toEqual([]);
  });

  it("are exported to a file only their owner may read", async () => {
    const file = join(folder, "people.jsonl");
    const ended = await (await against({ users }))(["users", "export", "--output", file]);
    expect([ended.status, ended.stdout]).toEqual([0, ""]);
    expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(3);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const refused = await (await against({ users }))(["users", "export", "--output", join(folder, "none", "x")]);
    expect(refused.status).toBe(2);
  });

  it("are explained also when they are not there", async () => {
    const run = await against({ users });
    const ended = await run(["users", "explain", "nobody@example.com"]);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toContain("nobody@example.com: not in the directory");
    expect(ended.stdout).toContain("no      found in feishu   Feishu knows nobody by this name.");
    expect(JSON.parse((await run(["users", "explain", "long", "--json"])).stdout)).toMatchObject({
      user_id: userId(3),
    });
  });
});

describe("departments list", () => {
  const departments = [
    sampleDepartment(1, { name: "瓦岗", order: 2 }),
    sampleDepartment(2, { name: "前锋", parentId: departmentId(1), leaderIds: [userId(1)] }),
    sampleDepartment(3, { name: "Admin", order: 1, openDepartmentId: null, origin: "built_in" }),
  ];

  it("shows a tree", async () => {
    const { stdout } = await (await against({ departments }))(["departments", "list"]);
    expect(stdout.split("\n").map((line) => line.slice(0, 8).trimEnd())).toEqual([
      "departme",
      "Admin",
      "瓦岗",
      "  前锋",
      "",
    ]);
  });

  it("writes lines with exactly the keys of product.md section 4", async () => {
    const { stdout } = await (await against({ departments }))(["departments", "list", "--format", "jsonl"]);
    expect(JSON.parse(stdout.split("\n")[1] as string)).toEqual({
      id: departmentId(2),
      name: "前锋",
      parent: departmentId(1),
      order: 2,
      leaders: [userId(1)],
      origin: "feishu",
      open_department_id: "od-2",
    });
  });
});

describe("doctor", () => {
  it("names what is missing, why, and where to grant it; exit 1", async () => {
    const { status, stdout } = await (await against())(["doctor"]);
    expect(status).toBe(1);
    expect(stdout).toContain('App cli_0123456789abcdef "Larkbridge" of 瓦岗');
    expect(stdout).toContain("failed  permissions    A required permission is missing.");
    expect(stdout).toContain("required  contact:user.email:readonly  read e-mail addresses; fills email");
    expect(stdout).toContain("https://open.feishu.cn/app/cli_0123456789abcdef/auth?q=contact:user.email:readonly");
    expect(stdout).toContain('{"scopes":{"tenant":["contact:user.email:readonly"],"user":[]}}');
    expect(stdout).toContain("Contact range: 1 department and 0 people listed singly: 研发部 …");
    expect(stdout).toContain("failed  events         by long connection: refused by Feishu");
    expect(stdout).toContain("Copy the App Secret again from the app's credentials page.");
    expect(stdout).toContain("1 time in the last day: The signature of an event does not fit its body.");
  });

  it("exits 0 when all is well, and 2 when nothing is set up", async () => {
    const healthy = await (await against({ diagnosis: { ...sampleDiagnosis, healthy: true } }))(["doctor", "--json"]);
    expect([healthy.status, JSON.parse(healthy.stdout).healthy]).toEqual([0, true]);
    const none = await (await against({ diagnosis: undefined }))(["doctor"]);
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining("integration_not_configured")]);
  });
});

describe("backup and tokens", () => {
  it("writes a backup that only its owner may read", async () => {
    const file = join(folder, "all.backup");
    const ended = await (await against({ backup: Buffer.alloc(300_000, 7) }))(["backup", "--output", file, "--json"]);
    expect(JSON.parse(ended.stdout)).toEqual({ file, bytes: 300_000 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("shows a new token once, lists and revokes", async () => {
    const run = await against();
    const made = await run(["tokens", "create", "ci", "--scope", "sync:run", "--expires", "2027-01-31"]);
    expect(made.stdout).toMatch(/^lbt_secret\n/);
    expect((await run(["tokens", "list"])).stdout).toContain("sync:run");
    expect((await run(["tokens", "revoke", userId(950)])).stdout).toBe('Token "ci" is revoked.\n');
    expect((await run(["tokens", "revoke", userId(1)])).status).toBe(1);
  });
});
