import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Rehearsal, rehearse } from "../../../test/support/feishu-emulator.ts";
import type { FeishuClientOptions } from "./client.ts";
import type { CheckName } from "./diagnosis.ts";
import { isAppKnownAt, otherRegionOf } from "./other-region.ts";

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse({ users: 60, departments: 8 });
});
afterAll(() => rehearsal.emulator.close());
afterEach(() => rehearsal.control("POST", "/reset", {}));

async function diagnose(options: Partial<FeishuClientOptions> = {}) {
  const diagnosis = await rehearsal.connect(options).diagnose(new AbortController().signal);
  const of = (name: CheckName) => diagnosis.checks.find(({ check }) => check === name);
  const states = Object.fromEntries(diagnosis.checks.map(({ check, state }) => [check, state]));
  return { ...diagnosis, of, states };
}

const readable = (
  fields: readonly { readonly field: string; readonly readable: boolean | null }[],
  value: boolean | null,
) => fields.filter((one) => one.readable === value).map(({ field }) => field);

describe("an app that has all it needs", () => {
  test("is healthy in every point", async () => {
    const diagnosis = await diagnose();
    expect(diagnosis.healthy).toBe(true);
    expect(new Set(Object.values(diagnosis.states))).toEqual(new Set(["ok"]));
    expect(diagnosis.checks.map(({ check }) => check)).toEqual([
      "reachable",
      "region",
      "credentials",
      "permissions",
      "fields",
      "contact_range",
      "bot",
      "tenant",
    ]);
    expect(diagnosis.contactRange).toMatchObject({ mode: "all", departments: null, users: null });
    expect(diagnosis.contactRange.sample.length).toBeGreaterThan(0);
    expect(readable(diagnosis.fields, false)).toEqual([]);
    expect(readable(diagnosis.fields, true)).toEqual(
      expect.arrayContaining(["name", "email", "state", "department_parent"]),
    );
    expect(diagnosis.permissions).toMatchObject({ grantUrl: null, importJson: null });
    expect(diagnosis.tenant.key).toBeTypeOf("string");
    expect(diagnosis.app.name).toBeTypeOf("string");
  });
});

describe("credentials", () => {
  test.each([
    [{ appId: "cli_0000000000000000" }, "feishu_app_unknown"],
    [{ appId: "my-app" }, "feishu_app_unknown"],
    [{ appSecret: "wrong-secret-value" }, "feishu_secret_wrong"],
  ])("%j fails as %s, and everything behind it is unknown", async (options, code) => {
    const diagnosis = await diagnose(options);
    expect(diagnosis.healthy).toBe(false);
    expect(diagnosis.of("reachable")?.state).toBe("ok");
    expect(diagnosis.of("credentials")).toMatchObject({
      state: "failed",
      code,
      cure: expect.stringContaining("Copy the App"),
    });
    expect(diagnosis.of("permissions")?.state).toBe("unknown");
    expect(new Set(diagnosis.permissions.permissions.map(({ granted }) => granted))).toEqual(new Set([null]));
    expect(JSON.stringify(diagnosis)).not.toContain("wrong-secret-value");
  });

  test("an odd App ID is told to look odd", async () => {
    expect((await diagnose({ appId: "my-app" })).of("credentials")?.message).toContain("cli_");
  });

  test.each([
    [{ enabled: false }, "feishu_app_disabled"],
    [{ ip_allowed: false }, "feishu_ip_not_allowed"],
    [{ quota_left: 0 }, "feishu_quota_exhausted"],
  ])("an app with %j fails as %s", async (setting, code) => {
    await rehearsal.control("PATCH", "/app", setting);
    expect((await diagnose()).of("credentials")).toMatchObject({ state: "failed", code });
  });

  test("an address nobody answers at is unreachable", async () => {
    const diagnosis = await diagnose({ openUrl: "http://127.0.0.1:1" });
    expect(diagnosis.of("reachable")).toMatchObject({ state: "failed", code: "feishu_unreachable" });
    expect(diagnosis.states).toMatchObject({ region: "unknown", credentials: "unknown" });
  });

  test("an address where something else answers is no Feishu", async () => {
    const server = createServer((_, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Router</h1>"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const diagnosis = await diagnose({ openUrl: `http://127.0.0.1:${port}` });
    server.close();
    expect(diagnosis.of("reachable")).toMatchObject({ state: "failed", code: "feishu_answer_invalid" });
  });
});

describe("the other region", () => {
  test("exists for the two public hosts only", () => {
    expect(otherRegionOf("https://open.feishu.cn")).toBe("https://open.larksuite.com");
    expect(otherRegionOf("https://open.larksuite.com")).toBe("https://open.feishu.cn");
    expect(otherRegionOf("https://feishu.example.com")).toBeNull();
  });

  test("is asked about an app without its secret", async () => {
    const { url, appId } = rehearsal.emulator;
    expect(await isAppKnownAt(url, { appId })).toBe(true);
    expect(await isAppKnownAt(url, { appId: "cli_0000000000000000" })).toBe(false);
    expect(await isAppKnownAt("http://127.0.0.1:1", { appId })).toBeNull();
  });
});

describe("permissions", () => {
  test("go-ldap-admin's older set is enough for a sync, and what it lacks is named", async () => {
    await rehearsal.control("PUT", "/scopes", { set: "legacy" });
    const diagnosis = await diagnose();
    expect(diagnosis.healthy).toBe(true);
    expect(diagnosis.of("permissions")).toMatchObject({
      state: "warning",
      message: expect.stringContaining("contact:user.email:readonly"),
    });
    expect(diagnosis.of("fields")).toMatchObject({ state: "warning", code: "feishu_permission_missing" });
    expect(
      diagnosis.permissions.permissions.find(({ permission }) => permission === "contact:user.employee:readonly"),
    ).toMatchObject({
      granted: false,
      coveredBy: "contact:contact:readonly_as_app",
    });
    expect(readable(diagnosis.fields, false)).toEqual(["email"]);
    expect(diagnosis.permissions.grantUrl).toBe(
      `${rehearsal.emulator.url}/app/${rehearsal.emulator.appId}/auth?q=contact:user.email:readonly,im:message:send_as_bot&op_from=openapi&token_type=tenant`,
    );
    expect(JSON.parse(diagnosis.permissions.importJson ?? "")).toEqual({
      scopes: { tenant: ["contact:user.email:readonly", "im:message:send_as_bot"], user: [] },
    });
  });

  test("states that may not be read are a warning naming the permission", async () => {
    await rehearsal.control("PATCH", "/scopes", {
      revoke: ["contact:user.employee:readonly", "contact:contact:readonly_as_app"],
    });
    expect((await diagnose()).of("fields")).toMatchObject({
      state: "warning",
      cure: expect.stringContaining("contact:user.employee:readonly"),
    });
  });

  test("a locked field that may not be read fails, naming field and permission", async () => {
    await rehearsal.control("PUT", "/scopes", {
      granted: ["contact:contact.base:readonly", "contact:user.base:readonly"],
    });
    const diagnosis = await diagnose();
    expect(diagnosis.healthy).toBe(false);
    expect(diagnosis.of("fields")).toMatchObject({
      state: "failed",
      code: "locked_fields_unreadable",
      message: expect.stringContaining("email, departments, department_name"),
    });
    expect(diagnosis.of("permissions")?.state).toBe("failed");
  });

  test("no permission at all is told for what it is", async () => {
    await rehearsal.control("PUT", "/scopes", { set: "none" });
    const diagnosis = await diagnose();
    expect(diagnosis.of("credentials")?.state).toBe("ok");
    expect(diagnosis.of("contact_range")).toMatchObject({ state: "failed", code: "feishu_permission_missing" });
    expect(diagnosis.of("tenant")?.state).toBe("unknown");
  });
});

describe("contact range", () => {
  test("a partial one is counted and sampled", async () => {
    const { departments, users } = await rehearsal.truth();
    const top = departments.find(({ parent }) => parent === "0");
    const single = users.find((user) => user.listed && user.departments.includes("0"));
    await rehearsal.control("PUT", "/range", {
      type: "some",
      department_ids: [top?.open_department_id],
      user_ids: [single?.open_id],
    });
    const diagnosis = await diagnose();
    expect(diagnosis.contactRange).toMatchObject({ mode: "partial", departments: 1, users: 1 });
    expect(diagnosis.contactRange.sample).toContain(top?.name);
    expect(diagnosis.of("contact_range")?.state).toBe("ok");
  });

  test("an empty one fails", async () => {
    await rehearsal.control("PUT", "/range", { type: "some" });
    const diagnosis = await diagnose();
    expect(diagnosis.contactRange).toMatchObject({ mode: "nobody", departments: 0, users: 0, sample: [] });
    expect(diagnosis.of("contact_range")).toMatchObject({ state: "failed", code: "contact_range_empty" });
  });
});

test("a bot that is off is a warning", async () => {
  await rehearsal.control("PATCH", "/app", { bot_enabled: false });
  const diagnosis = await diagnose();
  expect(diagnosis.of("bot")?.state).toBe("warning");
  expect(diagnosis.healthy).toBe(true);
});
