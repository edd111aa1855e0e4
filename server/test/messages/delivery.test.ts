import { afterEach, describe, expect, it } from "vitest";
import { isOver, type MessageStage, setMessageStage } from "./message-stage.ts";

let stage: MessageStage;
afterEach(() => stage.close());

const keys = (count: number) => Array.from({ length: count }, (_, index) => `k/${String(index).padStart(4, "0")}`);
const sum = <Item>(items: readonly Item[], of: (item: Item) => number) =>
  items.reduce((total, item) => total + of(item), 0);

describe("a queued message", () => {
  it("is delivered once, and so is the same key again and again", async () => {
    stage = await setMessageStage();
    const first = await stage.queueTexts(keys(60));
    const again = await stage.queueTexts(keys(60));
    expect(first.every(({ repeated }) => !repeated)).toBe(true);
    expect(again).toEqual(first.map(({ id }) => ({ id, repeated: true })));
    stage.startSending();
    const log = await stage.until(isOver);
    expect(log.map(({ state, attempts }) => ({ state, attempts }))).toEqual(
      Array.from({ length: 60 }, () => ({ state: "sent", attempts: 1 })),
    );
    const { sent, messages } = await stage.delivered();
    expect(sent).toBe(60);
    expect(new Set(messages.map(({ uuid }) => uuid))).toEqual(new Set(first.map(({ id }) => id)));
    expect(stage.errors).toEqual([]);
  });

  it("arrives once whatever is lost, refused or late on the way, with two processes sending", async () => {
    stage = await setMessageStage({ users: 60 });
    const path = "/open-apis/im/v1/messages";
    await stage.control("POST", "/faults", { kind: "answer_lost", path, nth: 3, count: 20 });
    await stage.control("POST", "/faults", { kind: "http_500", path, nth: 40, count: 10 });
    await stage.control("POST", "/faults", { kind: "rate_limited", path, nth: 60, count: 5, reset_seconds: 0.1 });
    await stage.control("POST", "/faults", { kind: "truncated", path, nth: 80, count: 5 });
    await stage.queueTexts(keys(150));
    stage.startSending();
    stage.startSending();
    await stage.until((log) => log.filter(({ state }) => state === "sent").length > 100);
    stage.clock.advance(2_000);
    const log = await stage.until((now) => {
      stage.clock.advance(500);
      return isOver(now);
    });
    expect(log.every(({ state }) => state === "sent")).toBe(true);
    expect(sum(log, ({ attempts }) => attempts)).toBeGreaterThan(150);
    const { sent, repeated, messages } = await stage.delivered();
    expect(sent).toBe(150);
    // Whatever was delivered without an answer was asked for again, and Feishu knew it.
    expect(repeated).toBe(25);
    expect(new Set(messages.map(({ uuid }) => uuid)).size).toBe(150);
    expect(stage.errors).toEqual([]);
  });

  it("is not tried again once Feishu would no longer know whether it arrived", async () => {
    stage = await setMessageStage();
    const path = "/open-apis/im/v1/messages";
    await stage.control("POST", "/faults", { kind: "answer_lost", path, nth: "every" });
    await stage.queueTexts(["k"]);
    stage.startSending();
    await stage.until(([message]) => message?.state === "queued" && message.attempts === 1);
    stage.clock.advance(59 * 60_000);
    const [message] = await stage.until(isOver);
    expect(message).toMatchObject({ state: "unknown", cause: "message_outcome_unknown" });
    expect((await stage.delivered()).sent).toBe(1);
  });

  it("does not wait behind a hundred messages to somebody else", async () => {
    stage = await setMessageStage({ rateLimit: true, clientLimit: { perSecond: 50, perMinute: 1000 } });
    const [busy, other] = stage.people;
    await stage.queueTexts(keys(100), { recipient: busy?.id as never });
    stage.clock.advance(1_000);
    await stage.queueTexts(["other"], { recipient: other?.id as never });
    stage.startSending();
    const log = await stage.until((now) => now.some(({ key, state }) => key === "other" && state === "sent"));
    expect(log.filter(({ state }) => state === "sent").length).toBeLessThan(20);
  });

  it("goes on being tried for days where it certainly did not arrive", async () => {
    stage = await setMessageStage();
    await stage.control("PUT", `/users/${stage.people[0]?.open_id}/messaging`, { code: 230049 });
    await stage.queueTexts(["k"]);
    stage.startSending();
    await stage.until(([message]) => message?.attempts === 1 && message.state === "queued");
    stage.clock.advance(5 * 3600_000);
    await stage.until(([message]) => message?.attempts === 2 && message.state === "queued");
    await stage.control("PUT", `/users/${stage.people[0]?.open_id}/messaging`, { code: null });
    stage.clock.advance(3600_000);
    expect(await stage.until(isOver)).toMatchObject([{ state: "sent", attempts: 3 }]);
  });

  it("expires after three days, or when its sender said", async () => {
    stage = await setMessageStage();
    stage.state.connection = undefined;
    await stage.queueTexts(["late"]);
    await stage.queueTexts(["soon"], { expiresAt: "2026-05-01T08:00:30.000Z" as never });
    stage.clock.advance(60_000);
    stage.startSending();
    await stage.until((log) => log.some(({ key, state }) => key === "soon" && state === "expired"));
    stage.clock.advance(3 * 24 * 3600_000);
    const log = await stage.until(isOver);
    expect(log.map(({ state, cause }) => [state, cause])).toEqual([
      ["expired", "message_expired"],
      ["expired", "message_expired"],
    ]);
    expect((await stage.delivered()).sent).toBe(0);
  });
});

describe("Feishu's refusals", () => {
  const FINAL = [
    [230001, "message_content_invalid"],
    [230013, "message_recipient_unavailable"],
    [230022, "message_content_sensitive"],
    [230025, "message_too_long"],
    [230028, "message_leak_suspected"],
    [230029, "message_recipient_left"],
    [230034, "message_recipient_unknown"],
    [230035, "message_denied"],
    [230038, "message_recipient_foreign"],
    [230053, "message_recipient_opted_out"],
    [230099, "message_card_invalid"],
    [999_999, "feishu_request_refused"],
  ] as const;

  it("end a message in words, and hold up nobody else", async () => {
    stage = await setMessageStage({ users: 60 });
    for (const [index, [code]] of FINAL.entries())
      await stage.control("PUT", `/users/${stage.people[index]?.open_id}/messaging`, { code });
    await stage.queueTexts(keys(FINAL.length + 5));
    stage.startSending();
    const log = await stage.until(isOver);
    expect(log.slice(0, FINAL.length).map(({ state, feishu_code, cause }) => [state, feishu_code, cause])).toEqual(
      FINAL.map(([code, cause]) => ["failed", code, cause]),
    );
    expect(log.every(({ feishu_log_id, state }) => state === "sent" || feishu_log_id !== null)).toBe(true);
    expect(log.slice(FINAL.length).every(({ state }) => state === "sent")).toBe(true);
  });

  it("of the app itself stop everything with a state to see, and one message tells when that is over", async () => {
    stage = await setMessageStage();
    await stage.control("PATCH", "/app", { bot_enabled: false });
    await stage.queueTexts(keys(40));
    stage.startSending();
    const stopped = async () => (await stage.database.pool.query("select code from message_stop")).rows;
    await expect.poll(stopped).toEqual([{ code: "message_bot_off" }]);
    const waiting = await stage.until((log) => log.every(({ state }) => state === "queued"));
    expect(waiting.every(({ attempts }) => attempts === 0)).toBe(true);
    await stage.control("PATCH", "/app", { bot_enabled: true });
    stage.clock.advance(61_000);
    expect((await stage.until(isOver)).every(({ state }) => state === "sent")).toBe(true);
    expect(await stopped()).toEqual([]);
    expect((await stage.delivered()).sent).toBe(40);
  });

  it("for the month's quota wait a quarter of an hour, and name the permission where one is missing", async () => {
    stage = await setMessageStage();
    const stopped = async () => (await stage.database.pool.query("select code, detail from message_stop")).rows;
    await stage.control("PATCH", "/app", { quota_left: 3 });
    await stage.queueTexts(keys(10));
    stage.startSending();
    await expect.poll(stopped).toMatchObject([{ code: "feishu_quota_exhausted" }]);
    await stage.control("PATCH", "/app", { quota_left: 1000 });
    await stage.control("PATCH", "/scopes", {
      revoke: ["im:message", "im:message:send_as_bot", "im:message:send"],
    });
    stage.clock.advance(15 * 60_000);
    await expect.poll(stopped).toMatchObject([{ code: "feishu_permission_missing" }]);
    expect((await stopped())[0]?.detail.scopes).toContain("im:message:send_as_bot");
    await stage.control("PUT", "/scopes", { set: "full" });
    stage.clock.advance(61_000);
    await stage.until(isOver);
    expect((await stage.delivered()).sent).toBe(10);
  });

  it("for too many messages to one person delay them, never lose them", async () => {
    stage = await setMessageStage({ rateLimit: true });
    await stage.control("PUT", "/clock", { speed: 10 });
    const recipient = stage.people[0]?.id as never;
    await stage.queueTexts(keys(12), { recipient });
    stage.startSending();
    const log = await stage.until((now) => {
      stage.clock.advance(1_000);
      return isOver(now);
    });
    expect(log.every(({ state }) => state === "sent")).toBe(true);
    expect((await stage.delivered()).sent).toBe(12);
  });
});

describe("who is written to", () => {
  it("is decided when the message goes out: by link, by verified address, or not at all", async () => {
    stage = await setMessageStage();
    const [disabled, unlinked, byMail, linked] = stage.people;
    const sql = (text: string, id?: string) => stage.database.pool.query(text, [id]);
    await stage.queueTexts(keys(4));
    await sql("update directory_user set status = 'disabled', disabled_by = 'operator' where id = $1", disabled?.id);
    await sql("update linked_identity set unlinked_at = now() where user_id in ($1)", unlinked?.id);
    await sql("update linked_identity set unlinked_at = now() where user_id = $1", byMail?.id);
    await stage.database.pool.query(
      "insert into feishu_email (user_id, email, verified_at) values ($1, $2, now()), ($3, $2, null)",
      [byMail?.id, byMail?.email ?? byMail?.enterprise_email, unlinked?.id],
    );
    stage.startSending();
    const log = await stage.until(isOver);
    expect(log.map(({ state, cause }) => [state, cause])).toEqual([
      ["refused", "message_recipient_disabled"],
      ["refused", "message_recipient_not_linked"],
      ["sent", null],
      ["sent", null],
    ]);
    const { messages } = await stage.delivered();
    expect(new Set(messages.map(({ open_id }) => open_id))).toEqual(new Set([byMail?.open_id, linked?.open_id]));
  });

  it("is nobody who never joined Feishu, and nobody by link where sync and single sign-on are off", async () => {
    stage = await setMessageStage({ unactivated: 1 });
    const { users } = await stage.truth();
    const idle = users.find(({ listed, status }) => listed && status["is_activated"] === false);
    expect(idle).toBeDefined();
    const id = "11111111-1111-8111-a111-111111111111";
    await stage.addPeople([
      { ...(idle as never as { open_id: string; union_id: string; name: string }), id, username: "idle" },
    ]);
    await stage.queueTexts(["idle"], { recipient: id as never });
    stage.startSending();
    expect(await stage.until(isOver)).toMatchObject([{ state: "refused", cause: "message_recipient_not_activated" }]);
    stage.state.connection = {
      ...stage.state.connection,
      userSync: false,
      singleSignOn: false,
    } as typeof stage.state.connection;
    await stage.queueTexts(["off"]);
    expect(await stage.until((log) => isOver(log) && log.length === 2)).toContainEqual(
      expect.objectContaining({ key: "off", state: "refused", cause: "message_recipient_without_email" }),
    );
    expect((await stage.delivered()).sent).toBe(0);
  });

  it("waits while notifications are off, and while the integration is removed", async () => {
    stage = await setMessageStage();
    const { connection } = stage.state;
    stage.state.connection = { ...connection, enabled: false } as typeof connection;
    await stage.queueTexts(["k"]);
    const delivery = stage.startSending();
    expect(await delivery.sendNow((await stage.readLog())[0]?.id ?? "")).toBeUndefined();
    stage.state.connection = undefined;
    expect(await delivery.sendNow((await stage.readLog())[0]?.id ?? "")).toBeUndefined();
    expect((await stage.delivered()).sent).toBe(0);
    stage.state.connection = connection;
    expect(await stage.until(isOver)).toMatchObject([{ state: "sent", attempts: 1 }]);
  });
});

describe("what a message says", () => {
  it("is sealed at rest and opened only to be sent", async () => {
    stage = await setMessageStage();
    await stage.queueTexts(["k"], { content: { kind: "text", text: "https://example.com/once/S3CRET" } });
    const { rows } = await stage.database.pool.query(
      "select to_jsonb(c) || to_jsonb(m) as row from message_content c, message m",
    );
    expect(JSON.stringify(rows)).not.toContain("S3CRET");
    stage.startSending();
    await stage.until(isOver);
    expect((await stage.delivered()).messages[0]?.content).toEqual({ text: "https://example.com/once/S3CRET" });
  });

  it("that cannot be opened any more ends its message, and holds up no other", async () => {
    stage = await setMessageStage();
    await stage.queueTexts(["damaged"]);
    await stage.database.pool.query("update message_content set sealed = 'lb1:0000000000000000:AAAA'");
    await stage.queueTexts(["whole"]);
    stage.startSending();
    const log = await stage.until((now) => now.length === 2 && isOver(now));
    expect(log.map(({ key, state, cause }) => [key, state, cause])).toEqual([
      ["damaged", "refused", "message_content_damaged"],
      ["whole", "sent", null],
    ]);
  });

  it("of a card can be changed once it was sent; the last change wins", async () => {
    stage = await setMessageStage();
    const card = (text: string) => ({
      schema: "2.0",
      config: { update_multi: true },
      body: { elements: [{ tag: "markdown", content: text }] },
    });
    const [queued] = await stage.queueTexts(["k"], { content: { kind: "card", card: card("before") } });
    const messageId = queued?.id ?? "";
    await stage.updateCards(stage.database.kysely, [{ messageId, card: card("between") }]);
    await stage.updateCards(stage.database.kysely, [{ messageId, card: card("after") }]);
    stage.startSending();
    await expect
      .poll(async () => JSON.stringify((await stage.delivered()).messages[0]?.content), { timeout: 5_000 })
      .toContain("after");
    await expect.poll(async () => (await stage.database.pool.query("select 1 from card_update")).rowCount).toBe(0);
  });
});
