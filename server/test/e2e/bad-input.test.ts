import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SyncRunView } from "@larkbridge/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_TOKEN, runProgram, type ServerProcess } from "../support/server-process.ts";
import { callApi, exportUsers, runSync, type Stage, setStage } from "../support/stage.ts";

/** Wrong input of every sort, given to the program as an administrator would: a code, a cure, a status, nothing half-written. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp("/tmp/larkbridge-bad-input-");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a configuration that cannot be", () => {
  const files: [name: string, content: string | Buffer, codes: string[]][] = [
    ["broken YAML", "feishu:\n  app_id: [", ["config_yaml_invalid"]],
    ["bytes that are not UTF-8", Buffer.from([0x66, 0x65, 0x69, 0xff, 0xfe, 0x3a, 0x20, 0x31]), ["config_not_utf8"]],
    [
      "unknown keys and a bad schedule at once",
      'feishu:\n  app_idd: x\n  services:\n    user_sync:\n      schedule: { kind: daily, at: "25:00" }\n',
      ["config_key_unknown", "config_schedule_invalid"],
    ],
    ["go-ldap-admin's keys", "feishu:\n  app-id: x\n  app-secret: y\n", ["config_legacy_key"]],
  ];
  it.each(files)(
    "%s stops serve with every mistake and its cure",
    { timeout: 30_000 },
    async (_name, content, codes) => {
      const file = join(folder, "larkbridge.yaml");
      await writeFile(file, content);
      const { status, stdout } = await runProgram(["serve", "--config", file, "--json"]);
      expect(status).toBe(2);
      const { mistakes } = JSON.parse(stdout) as { mistakes: { code: string; cure: string; message: string }[] };
      for (const code of codes) expect(mistakes.map((mistake) => mistake.code)).toContain(code);
      for (const { cure, message } of mistakes) expect([cure, message]).not.toContain("");
    },
  );

  it("a database of one's own needs a master key", async () => {
    const { status, stderr } = await runProgram(["serve"], {
      LARKBRIDGE_DATABASE_URL: "postgresql://127.0.0.1:1/none",
    });
    expect(status).toBe(2);
    expect(stderr).toContain("config_database_needs_master_key");
  });
});

describe("trouble with Feishu", () => {
  let stage: Stage;
  let server: ServerProcess;
  beforeAll(async () => {
    stage = await setStage();
    server = await stage.start();
  }, 60_000);
  afterAll(() => stage.close());

  let environment = "{}";

  /** The server is restarted where its environment changes; the answers come from the program's own commands. */
  async function tryWith(env: { readonly [name: string]: string }) {
    if (JSON.stringify(env) !== environment) {
      await server.stop();
      server = await stage.start(env);
      environment = JSON.stringify(env);
    }
    const at = { LARKBRIDGE_URL: server.url, LARKBRIDGE_TOKEN: API_TOKEN };
    const doctor = await runProgram(["doctor", "--json"], at);
    const sync = await runProgram(["sync", "run", "--json"], at);
    const run = JSON.parse(sync.stdout) as SyncRunView;
    expect(await exportUsers(server)).toEqual([]);
    return { doctor, sync, run, codes: run.reasons.map(({ code }) => code) };
  }

  it("an unknown app", { timeout: 60_000 }, async () => {
    const tried = await tryWith({ LARKBRIDGE_FEISHU_APP_ID: "cli_ffffffffffffffff" });
    expect([tried.doctor.status, tried.sync.status, tried.run.status, tried.codes]).toEqual([
      1,
      1,
      "failed",
      ["feishu_app_unknown"],
    ]);
  });

  it("a wrong secret", { timeout: 60_000 }, async () => {
    const tried = await tryWith({ LARKBRIDGE_FEISHU_APP_SECRET: "wrong-secret-0123456789" });
    expect([tried.doctor.status, tried.sync.status, tried.run.status, tried.codes]).toEqual([
      1,
      1,
      "failed",
      ["feishu_secret_wrong"],
    ]);
    expect(tried.run.reasons[0]?.cure).not.toBe("");
  });

  it("a host where nobody answers", { timeout: 90_000 }, async () => {
    const tried = await tryWith({ LARKBRIDGE_FEISHU_OPEN_URL: "http://127.0.0.1:9" });
    expect([tried.doctor.status, tried.sync.status, tried.run.status, tried.codes]).toEqual([
      1,
      1,
      "failed",
      ["feishu_unreachable"],
    ]);
  });

  it("no permission at all", { timeout: 60_000 }, async () => {
    await stage.control("PUT", "/scopes", { set: "none" });
    const tried = await tryWith({});
    await stage.control("PUT", "/scopes", { set: "full" });
    expect([tried.doctor.status, tried.sync.status, tried.run.status]).toEqual([1, 1, "failed"]);
    expect(tried.codes).toContain("feishu_permission_missing");
    expect(tried.doctor.stdout).toContain("/auth?q=");
  });

  it("a contact range that names nobody", { timeout: 60_000 }, async () => {
    await stage.control("PUT", "/range", { type: "some" });
    const tried = await tryWith({});
    await stage.control("PUT", "/range", { type: "all" });
    expect([tried.doctor.status, tried.sync.status, tried.run.status, tried.codes]).toEqual([
      1,
      1,
      "failed",
      ["contact_range_empty"],
    ]);
  });

  it("locked fields that cannot be read are listed", { timeout: 60_000 }, async () => {
    await stage.control("PATCH", "/scopes", {
      revoke: [
        "contact:user.base:readonly",
        "contact:contact:readonly_as_app",
        "contact:contact:access_as_app",
        "contact:contact:readonly",
      ],
    });
    const tried = await tryWith({});
    await stage.control("PUT", "/scopes", { set: "full" });
    expect([tried.sync.status, tried.run.status, tried.codes]).toEqual([1, "failed", ["locked_fields_unreadable"]]);
    expect(tried.run.reasons[0]?.message).toContain("name");
  });

  it("a circle of departments", { timeout: 60_000 }, async () => {
    const top = await stage.control<{ open_department_id: string }>("POST", "/departments", { name: "Top" });
    const below = await stage.control<{ open_department_id: string }>("POST", "/departments", {
      name: "Below",
      parent: top.open_department_id,
    });
    await stage.control("PATCH", `/departments/${top.open_department_id}`, {
      parent: below.open_department_id,
      allow_cycle: true,
    });
    const tried = await tryWith({});
    await stage.control("POST", "/reset", {});
    expect([tried.sync.status, tried.run.status]).toEqual([1, "failed"]);
    expect(tried.codes).toEqual(["department_cycle"]);
  });

  it("a name of ten thousand characters leaves out that one person and says so", { timeout: 60_000 }, async () => {
    await stage.control("POST", "/reset", { users: 60, departments: 12, memberships: 80, long_names: 2 });
    const run = await runSync(server);
    expect([run.status, run.counts.users.failed, run.counts.users.created]).toEqual(["partially_succeeded", 2, 58]);
    expect(run.reasons.map(({ code }) => code)).toEqual(["records_failed"]);
    const issues = await callApi<{ items: { code: string; label: string }[] }>(
      server,
      "GET",
      `/sync-runs/${run.id}/issues?severity=error`,
    );
    expect(issues.body.items.map(({ code }) => code)).toEqual(["field_invalid", "field_invalid"]);
    for (const { label } of issues.body.items) expect(label.length).toBeLessThan(200);
  });
});
