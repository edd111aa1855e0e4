import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { virtualTiming } from "../../../test/support/virtual-timing.ts";
import { createFeishuClient, type FeishuClientOptions } from "./client.ts";
import { toQuery } from "./query.ts";

const TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";
const SECRET = "a-secret-nobody-may-see";
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

interface Reply {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: { readonly [name: string]: string };
}

let server: Server;
let openUrl: string;
let tokens: number;
/** What the server answers to calls other than for a token. */
let answer: (call: number, token: string) => Reply;
let tokenAnswer: (call: number) => Reply;
let listener: RequestListener | null;

beforeEach(async () => {
  tokens = 0;
  listener = null;
  let calls = 0;
  tokenAnswer = (call) => ({ body: { code: 0, msg: "ok", tenant_access_token: `t-${call}`, expire: 7200 } });
  answer = () => ({ body: { code: 0, data: {} } });
  server = createServer((request, response) => {
    if (listener && request.url !== TOKEN_PATH) return listener(request, response);
    const reply =
      request.url === TOKEN_PATH
        ? tokenAnswer(++tokens)
        : answer(++calls, request.headers.authorization?.replace("Bearer ", "") ?? "");
    response.writeHead(reply.status ?? 200, { ...JSON_TYPE, ...reply.headers });
    response.end(
      typeof reply.body === "string" || Buffer.isBuffer(reply.body) ? reply.body : JSON.stringify(reply.body),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  openUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function connect(options: Partial<FeishuClientOptions> = {}) {
  return createFeishuClient({
    openUrl,
    appId: "cli_0123456789abcdef",
    appSecret: SECRET,
    rateLimit: "off",
    retryMs: 1,
    ...options,
  });
}

const never = new AbortController().signal;
const question = {
  api: "contact/v3/users/:id",
  path: "contact/v3/users/ou_1",
  answer: z.object({ data: z.unknown() }),
};
const ask = (client = connect()) => client.call(question, { signal: never });

const refusedToken = { status: 400, body: { code: 99991663, msg: "Invalid access token for authorization." } };

describe("tokens", () => {
  test("ten first calls at once ask for one token", async () => {
    const client = connect();
    await Promise.all(Array.from({ length: 10 }, () => ask(client)));
    expect([tokens, client.tokenRequests]).toEqual([1, 1]);
  });

  test("two connections with one app id do not share a token", async () => {
    await ask();
    await ask();
    expect(tokens).toBe(2);
  });

  test("a refused token is renewed once for all callers, and the calls succeed", async () => {
    answer = (_, token) => (token === "t-1" ? refusedToken : { body: { code: 0, data: { token } } });
    const client = connect();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(client)));
    expect(new Set(answers.map(({ data }) => (data as { token: string }).token))).toEqual(new Set(["t-2"]));
    expect(tokens).toBe(2);
  });

  test("a token that is refused again is a failure, not a loop", async () => {
    answer = () => refusedToken;
    await expect(ask()).rejects.toMatchObject({ code: "feishu_token_refused", kind: "unauthorised" });
    expect(tokens).toBe(2);
  });

  test("a token that lives for a short time only is used for most of it", async () => {
    tokenAnswer = () => ({ body: { code: 0, tenant_access_token: "t-short", expire: 60 } });
    const client = connect();
    for (let call = 0; call < 5; call++) await ask(client);
    expect(tokens).toBe(1);
  });

  test("trouble with the token endpoint is tried again", async () => {
    const good = tokenAnswer;
    tokenAnswer = (call) => (call === 1 ? { status: 500, body: { code: 40003 } } : good(call));
    await expect(ask()).resolves.toBeTruthy();
  });
});

describe("trouble on the way", () => {
  test.each([
    ["a 500", { status: 500, body: { code: 40003, msg: "internal" } }, "feishu_server_error"],
    [
      "a 502 of a proxy",
      { status: 502, headers: { "content-type": "text/html" }, body: "<h1>Bad gateway</h1>" },
      "feishu_server_error",
    ],
    ["cut JSON", { body: '{"code":0,"da' }, "feishu_answer_invalid"],
    ["bytes that are no UTF-8", { body: Buffer.from([0x7b, 0xff, 0x7d]) }, "feishu_encoding_invalid"],
    ["an unexpected shape", { body: { code: 0 } }, "feishu_answer_invalid"],
    ["an HTML page", { headers: { "content-type": "text/html" }, body: "<h1>Sign in</h1>" }, "feishu_answer_invalid"],
    [
      "a plain 404",
      { status: 404, headers: { "content-type": "text/plain" }, body: "404 page not found" },
      "feishu_answer_invalid",
    ],
  ])("%s is tried four times and then told", async (_, reply, code) => {
    let calls = 0;
    answer = (call) => {
      calls = call;
      return reply;
    };
    await expect(
      connect().call({ ...question, answer: z.object({ data: z.object({}) }) }, { signal: never }),
    ).rejects.toMatchObject({
      code,
      kind: "incomplete",
    });
    expect(calls).toBe(4);
  });

  test("what passes costs nothing but time", async () => {
    answer = (call) => (call < 4 ? { status: 503, body: { code: 1 } } : { body: { code: 0, data: "there" } });
    expect(await ask()).toEqual({ data: "there" });
  });

  test("a refusal is not tried again", async () => {
    let calls = 0;
    answer = (call) => {
      calls = call;
      return { status: 400, body: { code: 41012, msg: "user id invalid" } };
    };
    await expect(ask()).rejects.toMatchObject({ code: "feishu_user_gone", kind: "permanent" });
    expect(calls).toBe(1);
  });

  test("no answer ends in a timeout", async () => {
    listener = () => {};
    await expect(ask(connect({ timeoutMs: 20 }))).rejects.toMatchObject({ code: "feishu_timeout" });
  });

  test("an answer without end is refused before it fills the memory", async () => {
    listener = (_, response) => {
      response.writeHead(200, JSON_TYPE);
      const chunk = Buffer.alloc(1024 * 1024, 32);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", more);
      more();
    };
    await expect(ask(connect({ timeoutMs: 5_000 }))).rejects.toMatchObject({
      code: "feishu_answer_invalid",
      detail: { cause: "too large" },
    });
  });

  test("an abort ends a call that waits for its answer", async () => {
    const stop = new AbortController();
    listener = () => stop.abort(new Error("stopped by hand"));
    await expect(connect().call(question, { signal: stop.signal })).rejects.toThrow("stopped by hand");
  });
});

test("closing lets what is under way finish", async () => {
  const client = connect();
  await ask(client);
  listener = (_, response) => {
    client.close();
    response.writeHead(200, JSON_TYPE).end('{"code":0,"data":"whole"}');
  };
  expect(await ask(client)).toEqual({ data: "whole" });
});

describe("429", () => {
  test("holds all callers back for as long as Feishu asks, and fails nobody", async () => {
    const timing = virtualTiming();
    const limited = { status: 429, headers: { "x-ogw-ratelimit-reset": "1.5" }, body: { code: 99991400 } };
    answer = (call) => (call <= 3 ? limited : { body: { code: 0, data: timing.now() } });
    const client = connect({ timing });
    const answers = await Promise.all([ask(client), ask(client), ask(client)]);
    for (const { data } of answers) expect(data).toBeGreaterThanOrEqual(1_500);
  });

  test("that never ends is a failure after five minutes", async () => {
    const timing = virtualTiming();
    answer = () => ({ status: 429, headers: { "x-ogw-ratelimit-reset": "60" }, body: { code: 99991400 } });
    await expect(ask(connect({ timing }))).rejects.toMatchObject({ code: "feishu_rate_limited", kind: "retry_after" });
    expect(timing.now()).toBeLessThanOrEqual(300_000);
  });
});

test("no failure shows the app secret or a token, however it is printed", async () => {
  const replies: readonly Reply[] = [
    { status: 400, body: { code: 99991672, msg: `t-1 ${SECRET}`, error: { message: SECRET } } },
    { status: 500, body: { code: 1, msg: SECRET } },
    { body: `{"code":0,"x":"${SECRET}` },
  ];
  for (const reply of replies) {
    answer = () => reply;
    const failure: unknown = await ask().catch((error: unknown) => error);
    const printed = inspect(failure, { depth: 10, showHidden: true }) + JSON.stringify(failure);
    expect(printed).not.toContain(SECRET);
    expect(printed).not.toMatch(/\bt-1\b/);
  }
  tokenAnswer = () => ({ body: { code: 10014, msg: `app secret invalid ${SECRET}` } });
  const failure: unknown = await ask().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "feishu_secret_wrong" });
  expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain(SECRET);
});

test("query strings repeat keys for lists and encode what page tokens hold", () => {
  expect(toQuery({ ids: ["a", "b"], token: "a+b/c==", deep: false, none: undefined, size: 50 })).toBe(
    "ids=a&ids=b&token=a%2Bb%2Fc%3D%3D&deep=false&size=50",
  );
});
