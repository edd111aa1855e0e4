import { describe, expect, it } from "vitest";
import type { Exchange } from "../exchange.ts";
import { askForAddress } from "./endpoint.ts";

const URL = "wss://msg-frontier.feishu.cn/ws/v2?fpid=493&device_id=7&service_id=33554678&ticket=secret-ticket";

function ask(body: unknown, { status = 200, openUrl = "https://open.feishu.cn" } = {}) {
  const exchange: Exchange = {
    send: async () => ({
      status,
      headers: {},
      body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    }),
    close: () => undefined,
  };
  return askForAddress(exchange, { openUrl, appId: "cli_1", appSecret: "s" }, new AbortController().signal);
}

describe("the address of a long connection", () => {
  it("comes with the number for our frames and the pace Feishu wants", async () => {
    const ClientConfig = { ReconnectCount: -1, ReconnectInterval: 100, ReconnectNonce: 20, PingInterval: 90 };
    expect(await ask({ code: 0, msg: "", data: { URL, ClientConfig } })).toEqual({
      url: URL,
      service: 33554678,
      pace: { pingSeconds: 90, intervalSeconds: 100, nonceSeconds: 20 },
    });
    expect((await ask({ code: 0, data: { URL } })).pace).toEqual({
      pingSeconds: 120,
      intervalSeconds: 120,
      nonceSeconds: 30,
    });
  });

  it("without TLS is taken only from a host that is asked without", async () => {
    const data = { URL: URL.replace("wss:", "ws:") };
    expect((await ask({ code: 0, data }, { openUrl: "http://127.0.0.1:1" })).url).toBe(data.URL);
    await expect(ask({ code: 0, data })).rejects.toMatchObject({ code: "feishu_answer_invalid" });
    await expect(ask({ code: 0, data: { URL: URL.replace("wss:", "https:") } })).rejects.toMatchObject({
      code: "feishu_answer_invalid",
    });
  });

  it.each<[string, unknown, number, string]>([
    ["a code for the secret", { code: 514, msg: "auth failed", data: {} }, 200, "feishu_secret_wrong"],
    ["a code without data", { code: 1000040350, msg: "too many" }, 200, "feishu_connections_exhausted"],
    ["a code nobody knows", { code: 99, msg: "?", data: {} }, 200, "feishu_request_refused"],
    ["no address", { code: 0, data: {} }, 200, "feishu_answer_invalid"],
    ["an address without the number", { code: 0, data: { URL: "wss://a.example/ws" } }, 200, "feishu_answer_invalid"],
    ["a page of a proxy", "<html>", 200, "feishu_answer_invalid"],
    ["trouble", "", 502, "feishu_server_error"],
    ["too many questions", "", 429, "feishu_rate_limited"],
  ])("that is answered with %s fails with a code, and never tells the ticket", async (_, body, status, code) => {
    const failure = await ask(body, { status }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(JSON.stringify(failure) + String(failure)).not.toContain("ticket");
  });
});
