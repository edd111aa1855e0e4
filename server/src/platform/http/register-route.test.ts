import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { anySignedIn, defineRoute, everybody, recently, routes } from "@larkbridge/contract";
import pino from "pino";
import { Registry } from "prom-client";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Instant } from "../../core/kernel/ids.ts";
import type { TokenPrincipal, UserPrincipal } from "./principal.ts";
import { registerFile, registerList, registerRoute, respond } from "./register-route.ts";
import { createHttpServer, type HttpServer } from "./server.ts";
import { registerServiceRoutes } from "./service-routes.ts";

const AT = "2026-11-23T02:00:00.000Z" as Instant;
const PRINCIPALS: Record<string, TokenPrincipal> = {
  reader: { kind: "token", id: "8c1f0a52-2d3e-4f60-8a7b-0c1d2e3f4a5b", name: "reader", scopes: ["directory:read"] },
  admin: { kind: "token", id: "9c1f0a52-2d3e-4f60-8a7b-0c1d2e3f4a5b", name: "admin", scopes: ["admin"] },
};
const OWNER = "o".repeat(43);
const STALE = "s".repeat(43);
const AUDITOR = "a".repeat(43);
const NEWCOMER = "n".repeat(43);
const person = (name: string, part: Partial<UserPrincipal> = {}): UserPrincipal => ({
  kind: "user",
  id: "7c1f0a52-2d3e-4f60-8a7b-0c1d2e3f4a5b",
  name,
  username: name,
  role: "owner",
  sessionId: "6c1f0a52-2d3e-4f60-8a7b-0c1d2e3f4a5b",
  provedAt: AT,
  mustChangePassword: false,
  ...part,
});
const SESSIONS: Record<string, UserPrincipal> = {
  [OWNER]: person("owner"),
  [STALE]: person("stale", { provedAt: "2026-11-23T01:49:59.000Z" as Instant }),
  [AUDITOR]: person("auditor", { role: "auditor" }),
  [NEWCOMER]: person("newcomer", { mustChangePassword: true }),
};
const granted = { kind: "granted", tokenScopes: ["directory:read"], roles: ["owner"] } as const;
const base = { tag: "Test", summary: "", permission: granted, errorCodes: [] } as const;
const row = z.object({ id: z.int(), text: z.string(), list: z.array(z.string()) });

const echo = defineRoute({
  ...base,
  id: "echo",
  method: "POST",
  path: "/things/:id",
  params: z.object({ id: z.coerce.number().int() }),
  query: z.strictObject({ flag: z.enum(["a", "b"]).default("a") }),
  body: z.strictObject({ name: z.string().max(10) }),
  responses: { 200: z.object({ id: z.int(), name: z.string(), flag: z.string() }) },
  errorCodes: ["user_not_found"],
});
const rows = defineRoute({
  ...base,
  id: "rows",
  method: "GET",
  path: "/rows",
  responses: { 200: z.object({ count: z.int() }) },
  rows: { item: row, formats: ["ndjson", "csv"] },
});
const fails = defineRoute({
  ...base,
  id: "fails",
  method: "GET",
  path: "/fails",
  responses: { 200: z.object({ n: z.int() }) },
});
const lies = defineRoute({
  ...base,
  id: "lies",
  method: "GET",
  path: "/lies",
  responses: { 200: z.object({ n: z.int() }) },
});
const file = defineRoute({
  ...base,
  id: "file",
  method: "GET",
  path: "/file",
  responses: {},
  file: "application/gzip",
});
const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.drain(0);
});

async function open(options: { requestsAMinute?: number; ready?: boolean } = {}) {
  const logged: string[] = [];
  const metrics = new Registry();
  const server = await createHttpServer({
    log: pino({ level: "info" }, { write: (line: string) => logged.push(line) }),
    findToken: async (token) => PRINCIPALS[token],
    metrics,
    findSession: async (secret) => SESSIONS[secret],
    now: () => AT,
    publicOrigin: async () => null,
    trustProxy: false,
    requestsAMinute: options.requestsAMinute ?? 1000,
  });
  servers.push(server);
  registerRoute(server, echo, async ({ params, query, body }) =>
    body.name === "nobody"
      ? { ok: false, error: { code: "user_not_found", detail: { ref: body.name } } }
      : respond(200, { id: params.id, name: body.name, flag: query.flag, undeclared: "hidden" }),
  );
  registerList(
    server,
    rows,
    async () => respond(200, { count: 2 }),
    async () => ({
      ok: true,
      value: (async function* () {
        yield { id: 1, text: '=cmd|"/c"', list: ["a"], undeclared: "hidden" };
        yield { id: 2, text: "两", list: [] };
      })(),
    }),
  );
  registerRoute(server, fails, async () => {
    throw new Error("secret detail");
  });
  registerRoute(server, lies, async () => respond(200, { n: "text" } as unknown as { n: number }));
  registerFile(server, file, async () => ({ name: "a.gz", content: Readable.from([Buffer.from("bytes")]) }));
  const isReady = async () => options.ready ?? true;
  registerServiceRoutes(server, { version: "0.0.0", readiness: [{ name: "database", isReady }], metrics });
  const asReader = { authorization: "Bearer reader" };
  return { server, app: server.app, logged, asReader };
}

type Answer = {
  statusCode: number;
  headers: Record<string, unknown>;
  json: () => { code: string; cure: string; request_id: string };
};

function expectProblem(answer: Answer, status: number, code: string) {
  expect(answer.statusCode).toBe(status);
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  const body = answer.json();
  expect(body).toMatchObject({ status, code });
  expect(body.cure).not.toBe("");
  expect(body.request_id).toBe(answer.headers["x-request-id"]);
  return body;
}

describe("a session cookie", () => {
  const own = { "sec-fetch-site": "same-origin" };
  const cookie = (secret: string) => ({ cookie: `larkbridge=${secret}` });
  const post = async (headers: Record<string, string>) =>
    (await open()).app.inject({ method: "POST", url: "/things/7", headers, payload: { name: "x" } });

  it("speaks for the person whose session it opens", async () => {
    expect((await post({ ...cookie(OWNER), ...own })).statusCode).toBe(200);
    expectProblem(await post({ ...cookie("x".repeat(43)), ...own }), 401, "unauthenticated");
    expectProblem(await post({ ...cookie("short"), ...own }), 401, "unauthenticated");
  });

  it("admits people by role, and tells which role is needed", async () => {
    const refused = expectProblem(await post({ ...cookie(AUDITOR), ...own }), 403, "forbidden");
    expect(refused).toMatchObject({ detail: "This needs the role owner." });
  });

  it.each([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["a neighbouring host", { "sec-fetch-site": "same-site" }],
    ["another origin, in an older browser", { origin: "http://evil.example" }],
    ["an opaque origin", { origin: "null" }],
    ["nobody knows whom", {}],
  ])("counts for nothing in a change sent by %s", async (_, headers) => {
    expectProblem(await post({ ...cookie(OWNER), ...(headers as Record<string, string>) }), 403, "cross_site_request");
  });

  it("is believed by its origin where a browser does not tell the site", async () => {
    expect((await post({ ...cookie(OWNER), origin: "http://localhost:80", host: "localhost:80" })).statusCode).toBe(
      200,
    );
  });

  it("is ignored where a token is sent", async () => {
    const headers = { ...cookie(OWNER), authorization: "Bearer stranger", "sec-fetch-site": "cross-site" };
    expectProblem(await post(headers), 401, "unauthenticated");
  });

  it("set by a neighbouring host counts for nothing over https", async () => {
    const { app } = await open();
    const headers = { ...own, origin: "https://localhost" };
    const ask = (name: string) =>
      app.inject({
        method: "POST",
        url: "/things/7",
        headers: { ...headers, cookie: `${name}=${OWNER}` },
        payload: { name: "x" },
      });
    expectProblem(await ask("larkbridge"), 401, "unauthenticated");
    expect((await ask("__Host-larkbridge")).statusCode).toBe(200);
  });

  it("opens what is dangerous only for ten minutes after the password was proved", async () => {
    const { server, app } = await open();
    const dangerous = { ...fails, id: "y", path: "/dangerous", permission: recently(granted) } as const;
    registerRoute(server, dangerous, async () => respond(200, { n: 1 }));
    expect((await app.inject({ url: "/dangerous", headers: cookie(OWNER) })).statusCode).toBe(200);
    expectProblem(await app.inject({ url: "/dangerous", headers: cookie(STALE) }), 403, "reauthentication_required");
    expect((await app.inject({ url: "/dangerous", headers: { authorization: "Bearer reader" } })).statusCode).toBe(200);
  });

  it("opens nothing before an initial password is changed", async () => {
    expectProblem(await post({ ...cookie(NEWCOMER), ...own }), 403, "password_change_required");
  });

  it("does not let a token into what concerns a person's own account", async () => {
    const { server, app, asReader } = await open();
    registerRoute(
      server,
      { ...fails, id: "z", path: "/own", permission: anySignedIn } as const,
      async ({ principal }) => respond(200, { n: principal.username.length }),
    );
    expectProblem(await app.inject({ url: "/own", headers: asReader }), 403, "forbidden");
    expect((await app.inject({ url: "/own", headers: cookie(OWNER) })).json()).toEqual({ n: 5 });
  });

  it.each([
    ["http", {}, /^larkbridge=s{43}; Path=\/; HttpOnly; SameSite=Lax; Expires=Mon, 23 Nov 2026 02:00:00 GMT$/],
    [
      "https",
      { origin: "https://localhost" },
      /^__Host-larkbridge=s{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Expires=/,
    ],
  ])("is set over %s so that neither scripts nor other sites can use it", async (_, headers, expected) => {
    const { server, app } = await open();
    const signIn = { ...fails, id: "s", path: "/sign-in", permission: everybody } as const;
    registerRoute(server, signIn, async () => ({
      ...respond(200, { n: 1 }),
      session: { secret: STALE, until: AT, device: { secret: "d".repeat(43), until: AT } },
    }));
    const [session, device] = [(await app.inject({ url: "/sign-in", headers })).headers["set-cookie"]].flat();
    expect(session).toMatch(expected);
    expect(device).toContain(`larkbridge-device=${"d".repeat(43)}; Path=/; HttpOnly; SameSite=Lax;`);
  });
});

describe("a registered route", () => {
  it("hands parsed input to its handler and sends only what the contract declares", async () => {
    const { app, asReader } = await open();
    const answer = await app.inject({
      method: "POST",
      url: "/things/7?flag=b",
      headers: asReader,
      payload: { name: "x" },
    });
    expect(answer.json()).toEqual({ id: 7, name: "x", flag: "b" });
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });

  it.each([
    ["no header", undefined],
    ["an unknown token", "Bearer stranger"],
    ["another scheme", "Basic cmVhZGVyOg=="],
    ["a token with blanks in it", "Bearer rea der"],
  ])("refuses %s with 401 before it looks at the body", async (_, authorization) => {
    const { app } = await open();
    const headers = { "content-type": "application/json", ...(authorization ? { authorization } : {}) };
    const answer = await app.inject({ method: "POST", url: "/things/7", headers, payload: "{" });
    expectProblem(answer, 401, "unauthenticated");
    expect(answer.headers["www-authenticate"]).toContain("Bearer");
  });

  it("refuses a token without the scope and names the scope, while admin may do everything", async () => {
    const { server, app } = await open();
    const secured = {
      ...fails,
      id: "x",
      path: "/secured",
      permission: { ...granted, tokenScopes: ["audit:read"] },
    } as const;
    registerRoute(server, secured, async () => respond(200, { n: 1 }));
    const refused = await app.inject({ url: "/secured", headers: { authorization: "Bearer reader" } });
    expect(expectProblem(refused, 403, "forbidden")).toMatchObject({ detail: expect.stringContaining("audit:read") });
    const admitted = await app.inject({ url: "/secured", headers: { authorization: "Bearer admin" } });
    expect(admitted.statusCode).toBe(200);
  });

  it.each([
    ["params", "/things/seven", { name: "x" }, "params", "id"],
    ["query", "/things/7?flag=c", { name: "x" }, "query", "flag"],
    ["a misspelt query parameter", "/things/7?flog=a", { name: "x" }, "query", ""],
    ["body", "/things/7", { name: "far too long a name" }, "body", "name"],
  ])("tells which place of the %s does not fit", async (_, url, payload, place, path) => {
    const { app, asReader } = await open();
    const answer = await app.inject({ method: "POST", url, headers: asReader, payload });
    expect(expectProblem(answer, 400, "validation_failed")).toMatchObject({ errors: [{ in: place, path }] });
  });

  it.each([
    ["cut-off JSON", "application/json", '{"name":', 400, "body_malformed"],
    ["an empty body", "application/json", "", 400, "body_malformed"],
    ["JSON that is poisoned", "application/json", '{"__proto__":{"a":1},"name":"x"}', 400, "body_malformed"],
    ["a form", "application/x-www-form-urlencoded", "name=x", 415, "media_type_unsupported"],
    ["a body beyond the limit", "application/json", `{"name":"${"x".repeat(300_000)}"}`, 413, "body_too_large"],
  ])("refuses %s", async (_, type, payload, status, code) => {
    const { app, asReader } = await open();
    const headers = { ...asReader, "content-type": type };
    expectProblem(await app.inject({ method: "POST", url: "/things/7", headers, payload }), status, code);
  });

  it("renders a use case's refusal with its values", async () => {
    const { app, asReader } = await open();
    const answer = await app.inject({
      method: "POST",
      url: "/things/7",
      headers: asReader,
      payload: { name: "nobody" },
    });
    expect(expectProblem(answer, 404, "user_not_found")).toMatchObject({
      detail: "No user nobody is in the directory.",
    });
  });

  it("tells an unforeseen error by request id alone, and logs it", async () => {
    const { app, logged, asReader } = await open();
    const answer = await app.inject({ url: "/fails?token=abc", headers: asReader });
    expectProblem(answer, 500, "internal_error");
    expect(answer.body).not.toContain("secret detail");
    expect(logged.join("")).toContain("secret detail");
    expect(logged.join("")).not.toContain("token=abc");
    expect(logged.join("")).not.toContain("Bearer");
  });

  it("never sends a body that breaks the contract", async () => {
    const { app, asReader } = await open();
    expectProblem(await app.inject({ url: "/lies", headers: asReader }), 500, "internal_error");
  });

  it("answers a list as JSON, NDJSON or CSV by the Accept header", async () => {
    const { app, asReader } = await open();
    const get = (accept?: string) =>
      app.inject({ url: "/rows", headers: { ...asReader, ...(accept ? { accept } : {}) } });
    expect((await get()).json()).toEqual({ count: 2 });
    expect((await get("text/csv;q=0.5, application/json")).json()).toEqual({ count: 2 });
    const lines = await get("application/x-ndjson");
    expect(lines.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
    expect(lines.body).toBe('{"id":1,"text":"=cmd|\\"/c\\"","list":["a"]}\n{"id":2,"text":"两","list":[]}\n');
    const csv = await get("text/csv");
    expect(csv.body.split("\n")).toEqual(["id,text,list", '1,"\'=cmd|""/c""","[""a""]"', "2,两,[]", ""]);
    expectProblem(await get("image/png"), 406, "not_acceptable");
  });

  it("sends a file with its name", async () => {
    const { app, asReader } = await open();
    const answer = await app.inject({ url: "/file", headers: asReader });
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="a.gz"');
    expect(answer.body).toBe("bytes");
  });
});

describe("the server", () => {
  it("tells an unknown address from a wrong method", async () => {
    const { app } = await open();
    expectProblem(await app.inject({ url: "/nothing/here?secret=1" }), 404, "route_unknown");
    const wrong = await app.inject({ method: "DELETE", url: "/things/7" });
    expectProblem(wrong, 405, "method_not_allowed");
    expect(wrong.headers.allow).toBe("POST");
    expectProblem(await app.inject({ url: "/%zz" }), 404, "route_unknown");
  });

  it("limits requests of one address, except the probes", async () => {
    const { app } = await open({ requestsAMinute: 2 });
    await app.inject({ url: "/api/v1/openapi.json" });
    await app.inject({ url: "/api/v1/openapi.json" });
    const answer = await app.inject({ url: "/api/v1/openapi.json" });
    expectProblem(answer, 429, "rate_limited");
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect((await app.inject({ url: "/healthz" })).statusCode).toBe(200);
  });

  it("lets an application's own server ask for many people, and counts it apart from browsers", async () => {
    const { app } = await open({ requestsAMinute: 2 });
    app.get("/oidc/*", async () => "answered");
    const asks = async (url: string, times: number) => {
      const statuses: number[] = [];
      for (let time = 0; time < times; time += 1) statuses.push((await app.inject({ url })).statusCode);
      return statuses;
    };
    expect(await asks("/oidc/token", 40)).not.toContain(429);
    expect(await asks("/oidc/token", 1)).toEqual([429]);
    expect(await asks("/oidc/tokens", 3)).toEqual([200, 200, 429]);
  });

  it("is ready only when every check passes", async () => {
    expect((await (await open()).app.inject({ url: "/readyz" })).json()).toEqual({
      status: "ready",
      checks: [{ name: "database", ready: true }],
    });
    const sick = await (await open({ ready: false })).app.inject({ url: "/readyz" });
    expect(sick.statusCode).toBe(503);
    expect(sick.json()).toMatchObject({ status: "not_ready" });
  });

  it("shows metrics to this machine and to tokens, not to what a proxy forwards", async () => {
    const { app, asReader } = await open();
    await app.inject({ url: "/rows", headers: asReader });
    const local = await app.inject({ url: "/metrics" });
    expect(local.body).toMatch(
      /larkbridge_http_request_duration_seconds_count\{method="GET",route="\/rows",status="200"\} 1/,
    );
    const forwarded = { "x-forwarded-for": "203.0.113.9" };
    expectProblem(await app.inject({ url: "/metrics", headers: forwarded }), 401, "unauthenticated");
    expect((await app.inject({ url: "/metrics", headers: { ...forwarded, ...asReader } })).statusCode).toBe(200);
    expectProblem(await app.inject({ url: "/metrics", remoteAddress: "203.0.113.9" }), 401, "unauthenticated");
  });

  it("lets a request under way finish when it drains, and takes no new one", async () => {
    const { server, url, arrived } = await openWithPatientRoute();
    const waiting = fetch(url, { headers: { authorization: "Bearer reader" } });
    await arrived;
    await server.drain(5000);
    expect(await (await waiting).json()).toEqual({ n: 1 });
    await expect(fetch(url)).rejects.toThrow();
  });

  it("does not take a request whose body is read for one whose client is gone", async () => {
    const { server, asReader } = await open();
    const calm = { ...echo, id: "calm", path: "/calm/:id" } as const;
    registerRoute(server, calm, async ({ params, body, signal }) => {
      await setImmediate();
      return respond(200, { id: params.id, name: body.name, flag: String(signal.aborted) });
    });
    const port = await server.listen({ host: "127.0.0.1", port: 0 });
    const answer = await fetch(`http://127.0.0.1:${port}/calm/1`, {
      method: "POST",
      headers: { ...asReader, "content-type": "application/json" },
      body: JSON.stringify({ name: "x" }),
    });
    expect(await answer.json()).toEqual({ id: 1, name: "x", flag: "false" });
  });

  it("tells a handler that its client went away", async () => {
    const { url, arrived, aborted } = await openWithPatientRoute();
    const client = new AbortController();
    const call = fetch(url, { headers: { authorization: "Bearer reader" }, signal: client.signal });
    await arrived;
    client.abort();
    await expect(call).rejects.toThrow();
    await aborted;
  });

  it("serves the OpenAPI document", async () => {
    const { app } = await open();
    const document = (await app.inject({ url: routes.getOpenApi.path })).json();
    expect(document).toMatchObject({ openapi: "3.1.0", info: { version: "0.0.0" } });
  });
});

/** A server with a route that answers once its signal fires. */
async function openWithPatientRoute() {
  const { server } = await open();
  const arrived = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const patient = { ...fails, id: "patient", path: "/patient" } as const;
  registerRoute(server, patient, async ({ signal }) => {
    signal.addEventListener("abort", () => aborted.resolve(), { once: true });
    arrived.resolve();
    await aborted.promise;
    return respond(200, { n: 1 });
  });
  const port = await server.listen({ host: "127.0.0.1", port: 0 });
  return { server, url: `http://127.0.0.1:${port}/patient`, arrived: arrived.promise, aborted: aborted.promise };
}
