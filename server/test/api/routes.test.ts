import {
  allRoutes,
  errors,
  isErrorCode,
  ROLES,
  type Role,
  type RouteContract,
  TOKEN_SCOPES,
} from "@larkbridge/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpServer } from "../../src/platform/http/index.ts";
import {
  PLAN_ID,
  sampleChange,
  sampleDepartment,
  sampleIssue,
  samplePlan,
  sampleRun,
  sampleUser,
  userId,
} from "../support/api-samples.ts";
import { openApiServer, secretOf } from "../support/api-server.ts";

let server: HttpServer;
let log: string[];

beforeAll(async () => {
  const opened = await openApiServer({
    runs: [sampleRun()],
    script: Array.from({ length: 50 }, () => sampleRun()),
    plan: samplePlan(),
    changes: [sampleChange(1)],
    issues: [sampleIssue()],
    users: [sampleUser(1)],
    departments: [sampleDepartment(1)],
  });
  ({ server, log } = opened);
});
afterAll(() => server.drain(0));

const guarded = allRoutes.filter(({ permission }) => permission.kind !== "public");
const withScopes = guarded.filter(
  ({ permission }) => permission.kind === "granted" && permission.tokenScopes.length > 0,
);

/** A path whose records exist, where any do. */
function pathOf(route: RouteContract, id?: string): string {
  const path = route.path
    .replace(":app_password", userId(950))
    .replace(":run", "7")
    .replace(":message", userId(997))
    .replace(":name", "maintenance");
  if (id !== undefined) return path.replace(":id", encodeURIComponent(id));
  const existing =
    route.tag === "Sync plans"
      ? PLAN_ID
      : route.tag === "Sync runs"
        ? "7"
        : route.tag === "Departments"
          ? "od-1"
          : route.tag === "API tokens" || route.tag === "Own account"
            ? userId(950)
            : route.tag === "Groups"
              ? userId(970)
              : route.tag === "Applications"
                ? userId(980)
                : route.tag === "LDAP"
                  ? userId(990)
                  : route.tag === "LDAP targets"
                    ? userId(995)
                    : route.tag === "Notifications"
                      ? userId(route.path.startsWith("/api/v1/messages/") ? 997 : 996)
                      : route.tag === "Webhooks"
                        ? userId(985)
                        : "user1";
  return path.replace(":id", existing) + (QUERIES[route.id] ?? "");
}

/** What routes cannot do without. */
const QUERIES: Record<string, string> = { removeFeishuIntegration: "?confirm=cli_0123456789abcdef" };

const LDAP_SERVER = {
  ...{ host: "ldap.example.com", port: 389, tls: { mode: "starttls" } },
  ...{ bind_dn: "cn=admin,dc=example,dc=com", base_dn: "dc=example,dc=com" },
};

const BODIES: Record<string, object> = {
  createSyncRun: {},
  createSyncPlan: {},
  applySyncPlan: { changes_digest: "x" },
  approveSyncRun: { changes_digest: "x" },
  revertSyncRun: {},
  saveFeishuDraft: {},
  checkFeishuApp: { app_id: "cli_0123456789abcdef" },
  changeFeishuIntegration: {},
  replaceFeishuSecret: { app_secret: "x" },
  changeFeishuEvents: { mode: "off" },
  changeUserSync: {},
  previewSchedule: { schedule: { kind: "manual" }, time_zone: "Asia/Shanghai" },
  changeSingleSignOn: { enabled: true },
  changeMessageNotifications: { enabled: true },
  changeFeishuClientAccess: { enabled: true },
  createUser: { name: "x" },
  updateUser: { nickname: "x" },
  linkUser: { person: "ou_x" },
  createDepartment: { name: "x" },
  updateDepartment: { order: 1 },
  createGroup: { name: "x" },
  updateGroup: { name: "x" },
  changeGroupMembers: {},
  createApiToken: { name: "x", scopes: ["sync:run"] },
  setUp: { token: "t".repeat(43), username: "first", name: "First", password: "long enough" },
  signIn: { username: "x", password: "x" },
  proveSession: { password: "x" },
  signInByLink: { token: "t".repeat(43) },
  consumePasswordLink: { token: "t".repeat(43), password: "long enough" },
  changePreferences: {},
  changePassword: { current: "x", password: "long enough" },
  changeFeishuEmail: { email: "user1@example.com" },
  verifyFeishuEmail: { code: "123456" },
  changeNotices: { welcome: true },
  confirmTotp: { code: "123456" },
  appointOperator: { role: "auditor" },
  changeSettings: {},
  createApplication: { name: "x", kind: "web" },
  updateApplication: { name: "x" },
  changeApplicationAccess: { everyone: true },
  createLdapServiceAccount: { name: "gitlab" },
  updateLdapServiceAccount: { enabled: false },
  createLdapTarget: { ...LDAP_SERVER, name: "x", bind_password: "x" },
  probeLdapTargetDraft: { ...LDAP_SERVER, bind_password: "x" },
  updateLdapTarget: {},
  createLdapPlan: {},
  createLdapRun: {},
  applyLdapPlan: { changes_digest: "x" },
  approveLdapRun: { changes_digest: "x" },
  createNotification: { recipients: { users: ["user1"] }, content: { type: "text", text: "x" } },
  putMessageTemplate: { format: "text", texts: { en: { body: "x" }, zh: { body: "x" } } },
  previewMessageTemplate: { language: "zh" },
  sendTestMessage: { user: "user1" },
  createWebhook: { name: "x", url: "https://example.com/hook", events: ["user.created"] },
  updateWebhook: { name: "x" },
  rotateWebhookSecret: {},
  replayWebhook: { failed: true },
  testLdapLogin: { login: "user1", password: "x" },
  createAppPassword: { name: "Mail" },
  replaceLdapAttributes: { version: 3, relations: [{ attribute: "cn", first_of: [{ field: "username" }] }] },
  previewLdapAttributes: { user: "user1" },
  previewImport: { people: [{ username: "x", name: "X" }] },
  importRecords: { people: [{ username: "x", name: "X" }] },
};

/** `admin` is whoever may do everything: a token, or an owner where no token is admitted. */
function credentials(route: RouteContract, token: string | null): Record<string, string> {
  if (token === null) return {};
  const byOwner = token === "admin" && route.permission.kind === "signed_in";
  return byOwner ? cookieOf("owner") : { authorization: `Bearer ${token}` };
}

const cookieOf = (role: Role) => ({ cookie: `larkbridge=${secretOf(role)}`, "sec-fetch-site": "same-origin" });

function ask(
  route: RouteContract,
  token: string | null,
  options: { path?: string; payload?: string | object; headers?: Record<string, string> } = {},
) {
  const payload = options.payload ?? BODIES[route.id];
  return server.app.inject({
    method: route.method,
    url: options.path ?? pathOf(route),
    headers: {
      ...(options.headers ?? credentials(route, token)),
      ...(typeof payload === "string" ? { "content-type": "application/json" } : {}),
    },
    ...(payload === undefined ? {} : { payload }),
  });
}

describe("every route of the contract", () => {
  it("has an id, a path and a place of its own", () => {
    expect(new Set(allRoutes.map(({ id }) => id)).size).toBe(allRoutes.length);
    expect(new Set(allRoutes.map(({ method, path }) => `${method} ${path}`)).size).toBe(allRoutes.length);
  });

  it.each(allRoutes)("$id is served", (route) => {
    expect(server.app.hasRoute({ method: route.method, url: route.path })).toBe(true);
  });

  it.each(guarded)("$id refuses a request without a token", async (route) => {
    expect((await ask(route, null)).json()).toMatchObject({ status: 401, code: "unauthenticated" });
  });

  it.each(guarded)("$id refuses a token nobody has", async (route) => {
    expect((await ask(route, "foreign")).json()).toMatchObject({ status: 401, code: "unauthenticated" });
  });

  it.each(guarded.flatMap((route) => ROLES.map((role) => ({ route, id: route.id, role }))))(
    "$id admits the role $role if it says so, and nobody else",
    async ({ route, role }) => {
      const answer = await ask(route, null, { headers: cookieOf(role) });
      const admitted = route.permission.kind !== "public" && route.permission.roles.includes(role);
      expect(answer.statusCode).toBeLessThan(500);
      if (admitted) expect([401, 403]).not.toContain(answer.statusCode);
      else expect(answer.json()).toMatchObject({ status: 403, code: "forbidden" });
    },
  );

  it.each(allRoutes.filter(({ method }) => method !== "GET"))("$id is not done for another site", async (route) => {
    const headers = { ...cookieOf("owner"), "sec-fetch-site": "cross-site" };
    expect((await ask(route, null, { headers })).json()).toMatchObject({ status: 403, code: "cross_site_request" });
  });

  it.each(withScopes)("$id refuses a token without its scope", async (route) => {
    expect((await ask(route, "nothing")).json()).toMatchObject({ status: 403, code: "forbidden" });
  });

  it.each(allRoutes)("$id answers as the contract says, or refuses with a code it lists", async (route) => {
    const answer = await ask(route, "admin");
    if (answer.statusCode < 400) {
      if (!route.file) expect(Object.keys(route.responses)).toContain(String(answer.statusCode));
      return;
    }
    expect(route.errorCodes).toContain(answer.json().code);
  });

  it.each(allRoutes.filter(({ body }) => body))("$id refuses a body that does not fit", async (route) => {
    expect((await ask(route, "admin", { payload: "{" })).json().code).toBe("body_malformed");
    expect((await ask(route, "admin", { payload: { surplus: 1 } })).json().code).toBe("validation_failed");
    expect((await ask(route, "admin", { payload: "[]" })).json().code).toBe("validation_failed");
  });

  it.each(allRoutes.filter(({ params }) => params))("$id never fails on a strange id", async (route) => {
    for (const id of ["'; drop table x", "../../etc", "\u0000", "%", "0", "９", "a".repeat(399), userId(404)]) {
      const answer = await ask(route, "admin", { path: pathOf(route, id) });
      expect(answer.statusCode).toBeLessThan(500);
      if (answer.statusCode >= 400) expect(isErrorCode(answer.json().code)).toBe(true);
    }
  });

  it.each(allRoutes.filter(({ query }) => query))("$id refuses query parameters it does not know", async (route) => {
    const answer = await ask(route, "admin", { path: `${pathOf(route).replace(/\?.*/, "")}?surplus=1` });
    expect(answer.json()).toMatchObject({ code: "validation_failed" });
  });

  it.each(allRoutes.filter(({ rows }) => rows))("$id streams its rows", async (route) => {
    for (const accept of ["application/x-ndjson", "text/csv"]) {
      const answer = await server.app.inject({
        url: pathOf(route),
        headers: { authorization: "Bearer admin", accept },
      });
      expect(answer.headers["content-type"]).toBe(`${accept}; charset=utf-8`);
      expect(answer.body.trim().split("\n").length).toBe(accept === "text/csv" ? 2 : 1);
    }
  });

  it("failed nowhere", () => {
    expect(log).toEqual([]);
  });
});

describe("the scopes of the contract", () => {
  it("are the closed list of product.md 5.16", () => {
    const used = new Set(
      withScopes.flatMap(({ permission }) => (permission.kind === "granted" ? permission.tokenScopes : [])),
    );
    for (const scope of used) expect(TOKEN_SCOPES).toContain(scope);
  });

  it("let a reader read people and nothing else", async () => {
    const admitted = await Promise.all(
      withScopes.map(async (route) => ({ route, status: (await ask(route, "reader")).statusCode })),
    );
    const open = admitted.filter(({ status }) => status !== 403).map(({ route }) => route);
    expect(open.every(({ id, method }) => method === "GET" || id === "checkFeishuIntegration")).toBe(true);
    expect(open.map(({ id }) => id)).not.toContain("listAuditRecords");
    expect(open.map(({ id }) => id)).not.toContain("getBackup");
  });
});

describe("a new token", () => {
  const make = (headers: Record<string, string>, scopes: string[]) =>
    server.app.inject({ method: "POST", url: "/api/v1/api-tokens", headers, payload: { name: "x", scopes } });

  it("never has rights its maker lacks: `admin` is for owners and for tokens that carry it", async () => {
    expect((await make(cookieOf("administrator"), ["sync:run", "admin"])).json()).toMatchObject({
      code: "token_above_own_rights",
      values: { scopes: ["admin"] },
    });
    expect((await make(cookieOf("administrator"), ["sync:run"])).statusCode).toBe(201);
    expect((await make(cookieOf("owner"), ["admin"])).statusCode).toBe(201);
    expect((await make({ authorization: "Bearer admin" }, ["admin"])).statusCode).toBe(201);
  });
});

describe("the closed list of error codes", () => {
  it.each(Object.entries(errors))("%s says what happened, why and what to do", (code, entry) => {
    expect(code).toMatch(/^[a-z][a-z0-9_]+$/);
    for (const text of [entry.title, entry.message, entry.cause, entry.cure]) expect(text.trim()).not.toBe("");
    expect(entry.status === 200 || (entry.status >= 400 && entry.status < 600)).toBe(true);
  });
});
