import { request } from "node:http";
import type { FeishuEventsView } from "@larkbridge/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendCard } from "../support/feishu-card.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { callApi, type Stage, setStage } from "../support/stage.ts";

const KEYS = { encrypt_key: "emu-encrypt-key-01", verification_token: "vt-1" };

interface Push {
  readonly event_id: string;
  readonly attempts: readonly { readonly status?: number }[];
}

let stage: Stage;
let server: ServerProcess;
beforeAll(async () => {
  stage = await setStage();
  server = await stage.start({
    LARKBRIDGE_FEISHU_EVENTS_MODE: "webhook",
    LARKBRIDGE_FEISHU_EVENTS_ENCRYPT_KEY: KEYS.encrypt_key,
    LARKBRIDGE_FEISHU_EVENTS_VERIFICATION_TOKEN: KEYS.verification_token,
  });
  // Feishu takes an address only if the check of it is answered within a second.
  const channel = { mode: "webhook", request_url: `${server.url}/events/feishu` };
  await stage.control("PUT", "/subscription", { events: channel, callbacks: channel, ...KEYS, verify: true });
}, 60_000);
afterAll(() => stage.close());

const state = async () => (await callApi<FeishuEventsView>(server, "GET", "/integrations/feishu/events")).body;
const received = async () => (await state()).received.reduce((sum, { count }) => sum + count, 0);
const refusals = async (code: string) => (await state()).refused.find((each) => each.code === code)?.count ?? 0;
const push = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/events/feishu`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const emit = (more: object = {}) =>
  stage.control<{ event_id: string }>("POST", "/events", {
    type: "contact.user.updated_v3",
    event: { object: { open_id: "ou_1" } },
    ...more,
  });
const settle = async () => (await stage.control<{ events: Record<string, unknown> }>("POST", "/events/settle")).events;

describe("the webhook", () => {
  it("answers the check of its address, in the clear as well", async () => {
    const started = performance.now();
    const answer = await push({ challenge: "c-1", token: KEYS.verification_token, type: "url_verification" });
    expect([answer.status, await answer.json()]).toEqual([200, { challenge: "c-1" }]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("keeps an event once before it acknowledges it, however often it comes", async () => {
    await stage.control("PUT", "/events/disturbance", { duplicate_share: 1 });
    const before = await received();
    await stage.control("POST", "/users", { name: "张三🙂", departments: [] });
    const { event_id } = await emit();
    await settle();
    await stage.control("PUT", "/events/disturbance", { duplicate_share: 0 });
    await stage.control("POST", `/events/${event_id}/push`);
    expect(await settle()).toMatchObject({ waiting: 0, failed: {} });
    expect((await received()) - before).toBe(2);
    const told = await state();
    expect(told).toMatchObject({ mode: "webhook", state: "listening", webhook: { has_keys: true } });
    expect(told.webhook.url).toBe(`${server.url}/events/feishu`);
    expect(told.received.map(({ type }) => type).sort()).toEqual([
      "contact.user.created_v3",
      "contact.user.updated_v3",
    ]);
  });

  it("is sent again what could not be stored, and has it then", async () => {
    const before = await received();
    await stage.sql("alter table received_event rename to moved_away");
    await emit();
    expect(await settle()).toMatchObject({ waiting: 1, failed: { status: 1 } });
    await stage.sql("alter table moved_away rename to received_event");
    await stage.control("PUT", "/clock", { advance_seconds: 15 });
    expect(await settle()).toMatchObject({ waiting: 0 });
    expect((await received()) - before).toBe(1);
  });

  it("acknowledges what is Feishu's and cannot be read, and counts it", async () => {
    const [kept, refused] = [await received(), await refusals("event_malformed")];
    await emit({ event: { object: { name: "nobody" } } });
    expect(await settle()).toMatchObject({ waiting: 0 });
    expect([await received(), await refusals("event_malformed")]).toEqual([kept, refused + 1]);
  });

  it("tells who presses a card that is none of ours so, and hands it on once", async () => {
    const press = await sendCard(stage, { action: "approve" });
    const first = await press();
    expect(first).toMatchObject({ client_code: 0, toast: { type: "error" } });
    expect(await press({ forgery: { event_id: first.event_id } })).toMatchObject({ toast: { type: "info" } });
  });

  describe("refuses what is not Feishu's, counts it, and does nothing", () => {
    it.each<[string, object, string, number]>([
      ["signed with another key", { signature: "wrong" }, "event_signature_wrong", 401],
      ["not signed", { signature: "missing" }, "event_signature_missing", 401],
      ["signed long ago", { age_seconds: 400 }, "event_time_outside_window", 401],
      ["signed in the future", { age_seconds: -400 }, "event_time_outside_window", 401],
      ["in the clear", { plaintext: true }, "event_not_encrypted", 401],
      ["encrypted with another key", { encrypt_key: "other" }, "event_undecipherable", 401],
      ["with another token", { verification_token: "other" }, "event_token_wrong", 403],
      ["of another app", { app_id: "cli_fedcba9876543210" }, "event_app_wrong", 403],
      ["of another company", { tenant_key: "other" }, "event_tenant_wrong", 403],
    ])("an event %s", async (_, forgery, code, status) => {
      const [kept, refused] = [await received(), await refusals(code)];
      const { event_id } = await emit({ forgery });
      await settle();
      const pushes = await stage.control<Push[]>("GET", "/events");
      const attempts = pushes.filter((each) => each.event_id === event_id).flatMap((each) => each.attempts);
      expect(attempts.map((each) => each.status)).toEqual([status]);
      expect([await received(), await refusals(code)]).toEqual([kept, refused + 1]);
    });

    it("a huge body, as soon as its length is told", async () => {
      const refused = await refusals("event_body_too_large");
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const headers = { "content-length": 3_000_000, "content-type": "application/json" };
        const asked = request(`${server.url}/events/feishu`, { method: "POST", headers }, (answer) => {
          asked.destroy();
          resolve(answer.statusCode);
        }).on("error", reject);
        asked.flushHeaders();
      });
      expect([status, await refusals("event_body_too_large")]).toEqual([413, refused + 1]);
      const kept = await received();
      await emit({ forgery: { padding_bytes: 3_000_000 } });
      await settle();
      expect([await received(), await refusals("event_body_too_large")]).toEqual([kept, refused + 2]);
    });

    it("a pressed card that is forged alike", async () => {
      const press = await sendCard(stage, { action: "approve" });
      const kept = await received();
      for (const forgery of [{ signature: "wrong" }, { plaintext: true }, { tenant_key: "other" }])
        expect(await press({ forgery })).toMatchObject({ client_code: 200671, toast: null });
      expect(await received()).toBe(kept);
    });

    it("anything else, with a status and not a word more", async () => {
      for (const body of [
        "",
        "{",
        "[]",
        "x".repeat(9000),
        { challenge: "c-1", token: "other", type: "url_verification" },
      ]) {
        const answer = await push(body);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(await answer.text()).toBe("");
      }
      const browser = await push("{}", { cookie: "larkbridge=x", "sec-fetch-site": "cross-site" });
      expect([browser.status, await browser.text()]).toEqual([401, ""]);
      expect((await fetch(`${server.url}/events/feishu`)).status).toBe(405);
    });
  });

  it("shows on the metrics what it took and what it refused", async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/larkbridge_feishu_events_total\{via="webhook",outcome="repeated"\} [1-9]/);
    expect(text).toMatch(/larkbridge_feishu_event_refusals_total\{via="webhook",code="event_signature_wrong"\} [1-9]/);
  });

  it("says every cause with a cure, and no key anywhere", async () => {
    const told = await state();
    for (const { message, cure, last_at } of told.refused)
      expect([message.length, cure.length, last_at.length].every((length) => length > 10)).toBe(true);
    expect(JSON.stringify(told) + server.output()).not.toContain(KEYS.encrypt_key);
  });
});
