import type {
  AccessReportView,
  DiagnosisView,
  FeishuIntegrationView,
  IntegrationConsequencesView,
  IntegrationDraftView,
  MappingReportView,
  Problem,
} from "@larkbridge/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import { callApi, exportUsers, runSync, type Stage, setStage } from "../support/stage.ts";

/** The integration from nothing to removed and back, as the console drives it: against an emulator, through the API alone. */

const FEISHU = "/integrations/feishu";
const SYNC = { enabled: true, fields: { nickname: true }, guard: { percent: 10 } };

let stage: Stage;
let server: ServerProcess;
const api = <Answer>(method: string, path: string, body?: unknown) => callApi<Answer>(server, method, path, body);
const problem = async (method: string, path: string, body?: unknown) => {
  const { status, body: answer } = await api<Problem>(method, path, body);
  return { status, code: answer.code };
};
const startBare = (env: { readonly [name: string]: string } = {}) =>
  startServerProcess({ LARKBRIDGE_DATABASE_URL: stage.env["LARKBRIDGE_DATABASE_URL"] ?? "", ...env });

beforeAll(async () => {
  stage = await setStage({ users: 40, departments: 6, memberships: 50 });
  server = await startBare();
}, 120_000);
afterAll(async () => {
  await server?.stop();
  await stage?.close();
});

/** Fills the draft with the emulator's app. */
const fillDraft = (more: object = {}) =>
  api<IntegrationDraftView>("PUT", `${FEISHU}/draft`, {
    app_id: stage.emulator.appId,
    app_secret: stage.emulator.appSecret,
    open_url: stage.emulator.url,
    ...more,
  });

describe("before anything is set up", () => {
  it("says so, whatever is asked", async () => {
    const missing = { status: 409, code: "integration_not_configured" };
    expect(await problem("GET", FEISHU)).toEqual(missing);
    expect(await problem("PATCH", FEISHU, { support_built_in_users: true })).toEqual(missing);
    expect(await problem("PUT", `${FEISHU}/services/user-sync`, { enabled: true })).toEqual(missing);
    expect(await problem("GET", `${FEISHU}/consequences`)).toEqual(missing);
    expect(await problem("DELETE", `${FEISHU}?confirm=x`)).toEqual(missing);
    expect(await problem("POST", FEISHU)).toEqual({ status: 404, code: "integration_draft_not_found" });
    expect(await problem("GET", `${FEISHU}/permissions?of=draft`)).toEqual({
      status: 404,
      code: "integration_draft_not_found",
    });
  });
});

describe("the draft", () => {
  it.each([
    ["an empty App ID", { app_id: " " }],
    ["a secret of 300 characters", { app_secret: "s".repeat(300) }],
    ["an address that is none", { open_url: "open.feishu.cn" }],
    ["an address with a password in it", { open_url: "https://user:word@open.feishu.cn" }],
    ["a step that does not exist", { step: 5 }],
    ["a time zone that does not exist", { user_sync: { time_zone: "Mars/Olympus" } }],
    ["an offset for a time zone", { user_sync: { time_zone: "+08:00" } }],
    ["a time that does not exist", { user_sync: { schedule: { kind: "daily", at: "24:00" } } }],
    ["an interval of no hours", { user_sync: { schedule: { kind: "interval", hours: 0 } } }],
    ["a guard above everybody", { user_sync: { guard: { percent: 101 } } }],
    ["a policy that does not exist", { user_sync: { policies: { departed_users: "forget" } } }],
    ["a key that does not exist", { secret: "x" }],
  ])("refuses %s, naming the field, and keeps nothing", async (_, body) => {
    const answer = await api<Problem>("PUT", `${FEISHU}/draft`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.in).toBe("body");
    expect((await api("GET", `${FEISHU}/draft`)).status).toBe(404);
  });

  it("is taken up where it was left, and never shows its secret", async () => {
    await fillDraft({ step: 2 });
    const saved = await api<IntegrationDraftView>("PUT", `${FEISHU}/draft`, {
      user_sync: { fields: { mobile: true } },
    });
    expect(saved.body).toMatchObject({
      step: 2,
      app_id: stage.emulator.appId,
      has_secret: true,
      accounts_url: stage.emulator.url,
      user_sync: { enabled: false, fields: { mobile: true, nickname: false } },
    });
    expect(JSON.stringify(await api("GET", `${FEISHU}/draft`))).not.toContain(stage.emulator.appSecret);
  });

  it("forgets the secret once it names another app or another address", async () => {
    for (const moved of [{ app_id: "cli_ffffffffffffffff" }, { open_url: "https://elsewhere.example" }]) {
      await fillDraft();
      expect((await api<IntegrationDraftView>("PUT", `${FEISHU}/draft`, moved)).body.has_secret).toBe(false);
      expect(await problem("POST", FEISHU)).toEqual({ status: 409, code: "integration_draft_incomplete" });
    }
  });

  it("takes no secret without its app", async () => {
    await api("DELETE", `${FEISHU}/draft`);
    expect(await problem("PUT", `${FEISHU}/draft`, { app_secret: "x" })).toEqual({
      status: 409,
      code: "integration_draft_incomplete",
    });
  });
});

describe("the live check", () => {
  const check = async (app: object) => {
    const { body } = await api<DiagnosisView>("POST", `${FEISHU}/draft/check`, app);
    const state = (name: string) => body.checks.find(({ check: of }) => of === name);
    return { credentials: state("credentials"), reachable: state("reachable"), body };
  };
  const app = () => ({ app_id: stage.emulator.appId, open_url: stage.emulator.url });

  it("says which part of a wrong pair is wrong", async () => {
    expect((await check({ ...app(), app_secret: "wrong" })).credentials).toMatchObject({
      state: "failed",
      code: "feishu_secret_wrong",
    });
    const unknown = await check({ ...app(), app_id: "cli_ffffffffffffffff", app_secret: "x" });
    expect(unknown.credentials).toMatchObject({ state: "failed", code: "feishu_app_unknown" });
    const nobody = await check({ ...app(), open_url: "http://127.0.0.1:9", app_secret: "x" });
    expect(nobody.reachable).toMatchObject({ state: "failed", code: "feishu_unreachable" });
  });

  it("names app and company of a right one", async () => {
    const right = await check({ ...app(), app_secret: stage.emulator.appSecret });
    expect(right.credentials?.state).toBe("ok");
    expect(right.body.app.name).toBeTruthy();
    expect(right.body.version).toBe("published");
    expect(right.body.contact_range.people_hint).toBeGreaterThan(0);
  });

  it("sends the draft's secret nowhere but where it is meant for", async () => {
    await fillDraft();
    expect((await check(app())).credentials?.state).toBe("ok");
    for (const other of [{ open_url: "http://127.0.0.1:9" }, { app_id: "cli_ffffffffffffffff" }]) {
      expect(await problem("POST", `${FEISHU}/draft/check`, { ...app(), ...other })).toEqual({
        status: 409,
        code: "integration_draft_incomplete",
      });
    }
  });
});

describe("permissions and mapping of the draft", () => {
  it("show what is missing with the way to grant it, and that it was granted", async () => {
    await stage.control("PATCH", "/scopes", { revoke: ["contact:user.email:readonly"] });
    const before = (await api<AccessReportView>("GET", `${FEISHU}/permissions?of=draft`)).body;
    const email = before.permissions.find(({ permission }) => permission === "contact:user.email:readonly");
    expect(email).toMatchObject({ need: "required", granted: false });
    expect(before.grant_url).toContain("contact:user.email:readonly");
    expect(JSON.parse(before.import_json ?? "{}")).toEqual({
      scopes: { tenant: ["contact:user.email:readonly"], user: [] },
    });
    expect(before.contact_range.mode).toBe("all");

    await stage.control("PATCH", "/scopes", { grant: ["contact:user.email:readonly"] });
    const after = (await api<AccessReportView>("GET", `${FEISHU}/permissions?of=draft`)).body;
    expect(after.grant_url).toBeNull();
  });

  it("tell how well each field is filled, with masked examples only", async () => {
    const { users } = await stage.truth();
    const { body } = await api<MappingReportView>("GET", `${FEISHU}/mapping?of=draft`);
    expect(body.sampled).toBeGreaterThan(20);
    expect(body.fields.map(({ field, locked }) => [field, locked])).toEqual([
      ["name", true],
      ["email", true],
      ["mobile", false],
      ["departments", true],
      ["employee_no", false],
      ["nickname", false],
    ]);
    expect(body.fields[0]).toMatchObject({ filled: body.sampled, readable: true });
    expect(body.people).toHaveLength(5);
    for (const { email, name } of users) {
      if (email) expect(JSON.stringify(body)).not.toContain(email);
      if (name.length > 1) expect(JSON.stringify(body)).not.toContain(`"${name}"`);
    }
  });
});

describe("the integration", () => {
  it("is not made while the pair is wrong", async () => {
    await fillDraft({ app_secret: "wrong" });
    expect(await problem("POST", FEISHU)).toEqual({ status: 502, code: "feishu_secret_wrong" });
    expect((await api("GET", `${FEISHU}/draft`)).status).toBe(200);
  });

  it("is made of the draft, once, with what the check found", async () => {
    await fillDraft({ user_sync: SYNC, support_built_in_users: true });
    const made = await api<FeishuIntegrationView>("POST", FEISHU);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      app_id: stage.emulator.appId,
      declared_by: "console",
      support_built_in_users: true,
      health: { healthy: true },
      services: {
        user_sync: { enabled: true, fields: { nickname: true, mobile: false }, guard: { percent: 10, minimum: 5 } },
      },
    });
    expect((await api("GET", `${FEISHU}/draft`)).status).toBe(404);
    await fillDraft();
    expect(await problem("POST", FEISHU)).toEqual({ status: 409, code: "integration_exists" });
    await api("DELETE", `${FEISHU}/draft`);
  });

  it("shows when its schedule runs next, in its zone", async () => {
    const schedule = { kind: "daily", at: "02:00" };
    const preview = await api<{ next_runs: string[] }>("POST", `${FEISHU}/services/user-sync/next-runs`, {
      schedule,
      time_zone: "Asia/Shanghai",
    });
    expect(preview.body.next_runs).toHaveLength(3);
    for (const run of preview.body.next_runs) expect(run).toMatch(/T18:00:00.000Z$/);
    const changed = await api<FeishuIntegrationView>("PUT", `${FEISHU}/services/user-sync`, { schedule });
    expect(changed.body.services.user_sync).toMatchObject({
      schedule,
      next_runs: preview.body.next_runs,
      enabled: true,
    });
  });

  it("switches messages by the bot, and how they find people", async () => {
    const path = `${FEISHU}/services/message-notifications`;
    const switched = async (body: object) =>
      (await api<FeishuIntegrationView>("PUT", path, body)).body.services.message_notifications;
    expect(await switched({ enabled: true, method: "email" })).toEqual({ enabled: true, method: "email" });
    expect(await switched({ enabled: false })).toEqual({ enabled: false, method: "email" });
    expect(await switched({ enabled: false, method: "account_binding" })).toEqual({
      enabled: false,
      method: "account_binding",
    });
  });

  it("takes a new secret only when Feishu does", async () => {
    expect(await problem("PUT", `${FEISHU}/secret`, { app_secret: "wrong" })).toEqual({
      status: 502,
      code: "feishu_secret_wrong",
    });
    await stage.control("PATCH", "/app", { secret: "the-second-secret" });
    expect((await api("PUT", `${FEISHU}/secret`, { app_secret: "the-second-secret" })).status).toBe(200);
    expect((await api<DiagnosisView>("POST", `${FEISHU}/check`)).body.healthy).toBe(true);
  });

  it("keeps links when sync is switched off, and syncs no more", async () => {
    expect((await runSync(server)).status).toBe("succeeded");
    const off = await api<FeishuIntegrationView>("PUT", `${FEISHU}/services/user-sync`, { enabled: false });
    expect(off.body.services.user_sync).toMatchObject({ enabled: false, next_runs: [] });
    expect(await problem("POST", "/sync-runs", {})).toEqual({ status: 409, code: "user_sync_disabled" });
    const { body } = await api<IntegrationConsequencesView>("GET", `${FEISHU}/consequences`);
    expect(body).toMatchObject({ waiting_runs: 0, running: false });
    expect(body.linked_users).toBeGreaterThan(30);
    expect(body.linked_users_without_password).toBeGreaterThan(0);
    expect(body.linked_departments).toBe(6);
  });

  it("goes only when its App ID is typed, and leaves people and departments", async () => {
    const before = await exportUsers(server);
    expect(await problem("DELETE", `${FEISHU}?confirm=feishu`)).toEqual({ status: 409, code: "removal_not_confirmed" });
    const removed = await api<{ unlinked_users: number; unlinked_departments: number }>(
      "DELETE",
      `${FEISHU}?confirm=${stage.emulator.appId}`,
    );
    expect(removed.body).toEqual({
      unlinked_users: before.filter(({ feishu }) => feishu).length,
      unlinked_departments: 6,
    });
    const after = await exportUsers(server);
    expect(after.map(({ id, status, origin }) => ({ id, status, origin }))).toEqual(
      before.map(({ id, status, origin }) => ({ id, status, origin })),
    );
    expect(after.every(({ feishu }) => feishu === null)).toBe(true);
    expect((await api("GET", FEISHU)).status).toBe(409);
  });

  it("links the same people to the same accounts when it is set up again", async () => {
    const before = await exportUsers(server);
    await fillDraft({ app_secret: "the-second-secret", user_sync: SYNC });
    expect((await api("POST", FEISHU)).status).toBe(201);
    const run = await runSync(server);
    expect(run.status).toBe("succeeded");
    const after = await exportUsers(server);
    expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    expect(after.filter(({ feishu }) => feishu).length).toBeGreaterThan(30);
    expect(run.counts?.users.created).toBe(0);
  });

  it("left a record of every act, and a secret nowhere", async () => {
    const audit = await api<{ items: { action: string }[] }>("GET", "/audit-records?limit=200");
    const actions = new Set(audit.body.items.map(({ action }) => action));
    for (const action of ["created", "changed", "secret_replaced", "removed", "draft_begun", "draft_discarded"])
      expect(actions).toContain(`integration.${action}`);
    const everything = JSON.stringify(audit.body) + server.output();
    expect(everything).not.toContain(stage.emulator.appSecret);
    expect(everything).not.toContain("the-second-secret");
  });
});

describe("an integration that a file declares", () => {
  beforeAll(async () => {
    await server.stop();
    server = await startBare({
      LARKBRIDGE_FEISHU_APP_ID: stage.emulator.appId,
      LARKBRIDGE_FEISHU_APP_SECRET: "the-second-secret",
      LARKBRIDGE_FEISHU_OPEN_URL: stage.emulator.url,
    });
  }, 60_000);

  it("is read-only", async () => {
    const setByFile = { status: 409, code: "set_by_file" };
    expect((await api<FeishuIntegrationView>("GET", FEISHU)).body.declared_by).toBe("file");
    expect(await problem("PATCH", FEISHU, { support_built_in_users: true })).toEqual(setByFile);
    expect(await problem("PUT", `${FEISHU}/services/user-sync`, { enabled: true })).toEqual(setByFile);
    expect(await problem("PUT", `${FEISHU}/secret`, { app_secret: "x" })).toEqual(setByFile);
    expect(await problem("DELETE", `${FEISHU}?confirm=${stage.emulator.appId}`)).toEqual(setByFile);
  });

  it("is the console's once no file declares it any more", { timeout: 60_000 }, async () => {
    await server.stop();
    server = await startBare();
    expect((await api<FeishuIntegrationView>("GET", FEISHU)).body.declared_by).toBe("console");
    expect((await api("PATCH", FEISHU, { support_built_in_users: true })).status).toBe(200);
  });
});
