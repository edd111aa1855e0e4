import type * as lark from "@larksuiteoapi/node-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";
import { makeSdkClient } from "./support/sdk-client.ts";

let now = 0;
let caller: Caller;
let client: lark.Client;
// biome-ignore lint/suspicious/noExplicitAny: a line of the snapshot
let person: any;
beforeEach(async () => {
  now = Date.parse("2026-01-01T00:00:00Z");
  caller = await openCaller({ rateLimit: true, now: () => now });
  client = makeSdkClient(caller.emulator);
  const { users } = await readSnapshot(caller);
  person = users.find((user) => user.email && user.listed && !user.status.is_exited);
});
afterEach(() => caller.emulator.close());

const text = (content: string) => JSON.stringify({ text: content });
const send = (change: object = {}, type = "open_id") =>
  caller.post(`/im/v1/messages?receive_id_type=${type}`, {
    receive_id: person.open_id,
    msg_type: "text",
    content: text("你好"),
    ...change,
  });
const code = async (change: object = {}, type?: string) => (await send(change, type)).json.code;
const log = async () => (await caller.control("GET", "/messages")).json;
const CARD = {
  schema: "2.0",
  config: { update_multi: true },
  header: { title: { tag: "plain_text", content: "Q" } },
  body: { elements: [{ tag: "markdown", content: "**x**" }] },
};

describe("a message", () => {
  test("is sent by the official client, kept in the log, read, answered and recalled", async () => {
    const sent = await client.im.v1.message.create({
      params: { receive_id_type: "union_id" },
      data: { receive_id: person.union_id, msg_type: "text", content: text("一\n二"), uuid: "n-1" },
    });
    expect(sent.code).toBe(0);
    const message_id = sent.data?.message_id ?? "";
    expect((await log()).messages).toMatchObject([
      { message_id, open_id: person.open_id, uuid: "n-1", content: { text: "一\n二" }, recalled: false },
    ]);
    const reply = await client.im.v1.message.reply({
      path: { message_id },
      data: { msg_type: "text", content: text("三") },
    });
    expect(reply.data).toMatchObject({ root_id: message_id, parent_id: message_id });
    const read = await client.im.v1.message.get({ path: { message_id } });
    expect(read.data?.items?.[0]?.body?.content).toBe(text("一\n二"));
    expect((await client.im.v1.message.delete({ path: { message_id } })).code).toBe(0);
    const again = client.im.v1.message.delete({ path: { message_id } });
    await expect(again).rejects.toMatchObject({ response: { data: { code: 230110 } } });
    expect(await code({ receive_id: sent.data?.chat_id }, "chat_id")).toBe(0);
  });

  test("with a uuid is delivered once an hour, and a repetition is answered with the first", async () => {
    const first = (await send({ uuid: "u-1" })).json.data.message_id;
    expect((await send({ uuid: "u-1" })).json.data.message_id).toBe(first);
    now += 3_599_000;
    expect((await send({ uuid: "u-1" })).json.data.message_id).toBe(first);
    now += 1000;
    expect((await send({ uuid: "u-1" })).json.data.message_id).not.toBe(first);
    expect(await log()).toMatchObject({ sent: 2, repeated: 2 });
  });

  test("whose answer is lost was delivered all the same", async () => {
    await caller.control("POST", "/faults", { kind: "answer_lost", path: "/open-apis/im/v1/messages", method: "POST" });
    await expect(send({ uuid: "u-1" })).rejects.toThrow();
    expect(await code({ uuid: "u-1" })).toBe(0);
    expect(await log()).toMatchObject({ sent: 1, repeated: 1 });
  });

  test.each([
    ["no type of id", {}, "", 99992402],
    ["an id nobody has", { receive_id: "ou_x" }, "open_id", 99992351],
    ["an address nobody has", { receive_id: "nobody@example.com" }, "email", 230013],
    ["a chat nobody has", { receive_id: "oc_x" }, "chat_id", 230034],
    ["a uuid too long", { uuid: "x".repeat(51) }, "open_id", 99992402],
    ["content that is no JSON", { content: "hello" }, "open_id", 230001],
    ["no text", { content: "{}" }, "open_id", 230001],
    ["text over 150 KB", { content: text("x".repeat(151 * 1024)) }, "open_id", 230025],
    ["a post over 30 KB", { msg_type: "post", content: text("x".repeat(31 * 1024)) }, "open_id", 230025],
    ["a post of no language", { msg_type: "post", content: "{}" }, "open_id", 230001],
    ["a type nobody knows", { msg_type: "poem" }, "open_id", 230001],
    ["a picture never uploaded", { msg_type: "image", content: '{"image_key":"k"}' }, "open_id", 230017],
  ])("with %s is refused", async (_, change, type, expected) => {
    expect(await code(change, type)).toBe(expected);
    expect((await log()).sent).toBe(0);
  });

  test("of rich text is taken", async () => {
    const content = JSON.stringify({
      zh_cn: {
        title: "T",
        content: [
          [
            { tag: "text", text: "a" },
            { tag: "md", text: "**x**" },
          ],
        ],
      },
    });
    expect(await code({ msg_type: "post", content })).toBe(0);
  });

  test("does not reach who may not be reached: bot off, no scope, unavailable, left, refusing", async () => {
    await caller.control("PATCH", "/app", { bot_enabled: false });
    expect(await code()).toBe(230006);
    await caller.control("PATCH", "/app", { bot_enabled: true });
    await caller.control("PATCH", "/scopes", { revoke: ["im:message:send_as_bot"] });
    expect(await code()).toBe(99991672);
    await caller.control("PATCH", "/scopes", { grant: ["im:message:send_as_bot"] });
    await caller.control("PUT", "/availability", { type: "some" });
    expect(await code()).toBe(230013);
    await caller.control("PUT", "/availability", { type: "all" });
    await caller.control("PUT", `/users/${person.open_id}/messaging`, { code: 230053 });
    expect(await code()).toBe(230053);
    await caller.control("PUT", `/users/${person.open_id}/messaging`, { code: null });
    await caller.control("PATCH", "/app", { quota_left: 1 });
    expect([await code(), await code()]).toEqual([0, 99991403]);
    await caller.control("PATCH", "/app", { quota_left: null });
    await caller.control("POST", `/users/${person.open_id}/resign`);
    expect(await code()).toBe(230029);
  });

  test("is limited to five a second for one person, 50 for an app; repetitions of a uuid need no room", async () => {
    for (let message = 0; message < 5; message += 1) expect(await code({ uuid: `u-${message}` })).toBe(0);
    expect([await code(), await code({ uuid: "u-1" })]).toEqual([230020, 0]);
    now += 1000;
    expect(await code()).toBe(0);
    const { users } = await readSnapshot(caller);
    const others = users.filter((user) => user.listed && !user.status.is_exited && user !== person).slice(0, 49);
    for (const user of others) expect(await code({ receive_id: user.open_id })).toBe(0);
    const refused = await send();
    expect([refused.status, refused.json.code]).toEqual([429, 99991400]);
    expect(refused.headers.get("x-ogw-ratelimit-reset")).toBe("1");
  });
});

describe("a card", () => {
  const card = (content: object) => ({ msg_type: "interactive", content: JSON.stringify(content) });

  test("is updated for 14 days, five times a second, while it is shared and not recalled", async () => {
    const { message_id } = (await send(card(CARD))).json.data;
    const update = async () => {
      const data = { content: JSON.stringify({ ...CARD, body: { elements: [] } }) };
      return client.im.v1.message.patch({ path: { message_id }, data }).then(
        (answer) => answer.code,
        (error) => error.response.data.code,
      );
    };
    const codes = [];
    for (let time = 0; time < 6; time += 1) codes.push(await update());
    expect(codes).toEqual([0, 0, 0, 0, 0, 230020]);
    expect((await log()).messages[0]).toMatchObject({ updates: 5, content: { body: { elements: [] } } });
    now += 14 * 86_400_000 + 1;
    client = makeSdkClient(caller.emulator);
    expect(await update()).toBe(230031);
  });

  test.each([
    ["an unknown member in version 2", { ...CARD, elements: [] }, "200621"],
    ["a tag of version 1 in version 2", { ...CARD, body: { elements: [{ tag: "note" }] } }, "200861"],
    ["an unshared card of version 2", { ...CARD, config: { update_multi: false } }, "200621"],
    ["too many elements", { elements: Array.from({ length: 201 }, () => ({ tag: "hr" })) }, "11310"],
    ["six tables", { elements: Array.from({ length: 6 }, () => ({ tag: "table" })) }, "11310"],
    ["a template without an id", { type: "template", data: {} }, "200380"],
  ])("with %s is refused, the cause inside msg", async (_, content, subCode) => {
    const { json } = await send(card(content));
    expect([json.code, json.msg.includes(`ErrCode: ${subCode}`)]).toEqual([230099, true]);
  });

  test("of version 1 may hold what nobody knows, and nothing at all", async () => {
    expect([await code(card({})), await code(card({ strange: 1, elements: [{ tag: "note" }] }))]).toEqual([0, 0]);
  });
});

describe("a message to many", () => {
  const batch = (body: object) =>
    caller.post("/message/v4/batch_send/", { msg_type: "text", content: { text: "x" }, ...body });

  test("reaches the people named and those of departments with all below, each once", async () => {
    const { departments, users } = await readSnapshot(caller);
    const department = departments.find((candidate) => candidate.direct_members > 0);
    const member = users.find((user) => user.listed && user.departments.includes(department.open_department_id));
    const { json } = await batch({
      department_ids: [department.open_department_id, "0"],
      open_ids: [member.open_id, "ou_x"],
    });
    expect(json.data).toMatchObject({ invalid_department_ids: ["0"], invalid_open_ids: ["ou_x"] });
    const [shown] = (await log()).batches;
    expect(shown.receivers).toBe(new Set(shown.open_ids).size);
    expect(shown.receivers).toBeGreaterThanOrEqual(department.direct_members);
    const path = { batch_message_id: json.data.message_id };
    const progress = await client.im.v1.batchMessage.getProgress({ path });
    expect(progress.data?.batch_message_send_progress?.success_user_ids_count).toBe(shown.receivers);
    await client.im.v1.batchMessage.delete({ path });
    expect((await log()).batches[0].recalled).toBe(true);
  });

  test("is refused with HTTP 200: no receiver, no scope, no bot, the day used up", async () => {
    const codes: [number, number][] = [];
    const note = async (body: object) => {
      const { status, json } = await batch(body);
      codes.push([status, json.code]);
    };
    await note({});
    await caller.control("PATCH", "/app", { batch_daily_limit: 1 });
    await note({ open_ids: [person.open_id] });
    await note({ open_ids: [person.open_id] });
    now += 86_400_000;
    await note({ open_ids: [person.open_id] });
    await caller.control("PATCH", "/scopes", {
      revoke: ["im:message:send_multi_users", "im:message:send_multi_depts"],
    });
    await note({ open_ids: [person.open_id] });
    await note({ department_ids: ["0"] });
    await caller.control("PATCH", "/app", { bot_enabled: false });
    await note({ open_ids: [person.open_id] });
    expect(codes).toEqual([10003, 0, 11247, 0, 11203, 11204, 11205].map((expected) => [200, expected]));
  });
});
