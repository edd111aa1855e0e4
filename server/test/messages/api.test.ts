import type { MessageStatusView, MessageTemplateView, MessageView, NotificationView } from "@larkbridge/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_TOKEN, type ServerProcess } from "../support/server-process.ts";
import { callApi, runSync, type Stage, setStage } from "../support/stage.ts";

let stage: Stage;
let server: ServerProcess;

interface Problem {
  readonly code: string;
  readonly values?: { readonly [name: string]: unknown };
}
interface Listed<Item> {
  readonly items: readonly Item[];
}

beforeAll(async () => {
  stage = await setStage({ users: 40, departments: 4, memberships: 50 });
  server = await stage.start({ LARKBRIDGE_FEISHU_SERVICES_MESSAGE_NOTIFICATIONS_ENABLED: "true" });
  await runSync(server);
}, 60_000);
afterAll(() => stage.close());

const post = <Answer>(path: string, body: object) => callApi<Answer>(server, "POST", path, body);
const finished = async (id: string): Promise<NotificationView> => {
  const ask = async () => (await callApi<NotificationView>(server, "GET", `/notifications/${id}`)).body;
  await expect.poll(async () => (await ask()).state, { interval: 100, timeout: 10_000 }).toBe("finished");
  return ask();
};
const someUser = async () => {
  const { body } = await callApi<Listed<{ id: string; username: string; email: string | null }>>(
    server,
    "GET",
    "/users?limit=50",
  );
  return body.items;
};

describe("a notification", () => {
  it("goes to people, groups and departments with what is below, once to each", async () => {
    const [first, second] = await someUser();
    const group = await post<{ id: string }>("/groups", { name: '值班, "on call"' });
    await callApi(server, "PATCH", `/groups/${group.body.id}/members`, { add_users: [first?.id, second?.id] });
    const { body: departments } = await callApi<Listed<{ id: string }>>(server, "GET", "/departments?limit=50");
    const { status, body } = await post<NotificationView>("/notifications", {
      recipients: {
        users: [first?.username],
        groups: ['值班, "on call"'],
        departments: departments.items.map(({ id }) => ({ id, subtree: true })),
      },
      content: { type: "text", text: "Maintenance at 02:00" },
    });
    expect(status).toBe(202);
    expect(body.recipients).toMatchObject({ users: 1, groups: ['值班, "on call"'] });
    const over = await finished(body.id);
    expect(over.counts.sent + over.counts.refused).toBe(over.messages);
    expect(over.messages).toBeGreaterThan(30);
    const sent = await stage.control<{ messages: { content: unknown; open_id: string }[] }>(
      "GET",
      "/messages?limit=1000",
    );
    expect(new Set(sent.messages.map(({ open_id }) => open_id)).size).toBe(over.counts.sent);
    expect(sent.messages).toHaveLength(over.counts.sent);
  });

  it("is the same under the same key, and refused under it with another body", async () => {
    const [person] = await someUser();
    const body = (text: string) => ({
      recipients: { users: [person?.id] },
      content: { type: "text", text },
      idempotency_key: "deploy-7",
    });
    const first = await post<NotificationView>("/notifications", body("a"));
    const [again, other] = await Promise.all([
      post<NotificationView>("/notifications", body("a")),
      post<Problem>("/notifications", body("b")),
    ]);
    expect(again.body.id).toBe(first.body.id);
    expect(other).toMatchObject({ status: 409, body: { code: "idempotency_key_reused" } });
    const byHeader = await fetch(`${server.url}/api/v1/notifications`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${API_TOKEN}`,
        "content-type": "application/json",
        "idempotency-key": "deploy-7",
      },
      body: JSON.stringify({ recipients: { users: [person?.id] }, content: { type: "text", text: "a" } }),
    });
    expect(((await byHeader.json()) as NotificationView).id).toBe(first.body.id);
  });

  it("asked for twenty times at once under one key is one", async () => {
    const [person] = await someUser();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        post<NotificationView>("/notifications", {
          ...{
            recipients: { users: [person?.id] },
            content: { type: "text", text: "once" },
            idempotency_key: "at once",
          },
        }),
      ),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const over = await finished(answers[0]?.body.id ?? "");
    expect(over).toMatchObject({ messages: 1, counts: { sent: 1 } });
  });

  it("names whom nobody knows, and wants a template or a content with every value", async () => {
    const send = (part: object) => post<Problem>("/notifications", { recipients: { users: ["nobody.here"] }, ...part });
    const text = { content: { type: "text", text: "x" } };
    expect((await send(text)).body).toMatchObject({
      code: "recipients_unknown",
      values: { recipients: ["nobody.here"] },
    });
    expect((await send({ ...text, recipients: {} })).body.code).toBe("recipients_none");
    expect((await send({ ...text, template: "test_message" })).body.code).toBe("validation_failed");
    expect((await send({ template: "no_such" })).body.code).toBe("message_template_not_found");
  });
});

describe("a template", () => {
  it("is written, previewed, sent in the recipient's language and deleted", async () => {
    const [person] = await someUser();
    const texts = (body: string) => ({ title: "{{recipient_name}}", body, button: { label: "Open", url: "{{link}}" } });
    const template = { format: "card", texts: { en: texts("Build {{build}}"), zh: texts("构建 {{build}}") } };
    const written = await callApi<MessageTemplateView>(server, "PUT", "/templates/build_done", template);
    expect(written.body.placeholders).toEqual(["build", "link", "recipient_name"]);
    const preview = await post<{ type: string; content: object }>("/templates/build_done/preview", {
      language: "zh",
      values: { build: '<at user_id="all">', link: "https://ci.example/7" },
    });
    expect(preview.body.type).toBe("interactive");
    expect(JSON.stringify(preview.body.content)).toContain("构建 &#60;at");
    const missing = await post<Problem>("/templates/build_done/preview", { language: "en" });
    expect(missing.body).toMatchObject({ code: "message_value_missing", values: { names: ["build", "link"] } });
    const asked = await post<NotificationView>("/notifications", {
      recipients: { users: [person?.id] },
      template: "build_done",
      values: { build: "7", link: "https://ci.example/7" },
    });
    expect((await finished(asked.body.id)).counts.sent).toBe(1);
    expect((await callApi(server, "DELETE", "/templates/build_done")).status).toBe(200);
    expect((await callApi<Problem>(server, "GET", "/templates/build_done")).body.code).toBe(
      "message_template_not_found",
    );
  });

  it("that is built in can be changed and had back, and a slip in one is refused", async () => {
    const { body: before } = await callApi<MessageTemplateView>(server, "GET", "/templates/test_message");
    const texts = { title: "", body: "Ping", button: null };
    const change = { format: "text", texts: { en: texts, zh: texts } };
    expect((await callApi<MessageTemplateView>(server, "PUT", "/templates/test_message", change)).body.changed).toBe(
      true,
    );
    expect((await callApi<MessageTemplateView>(server, "DELETE", "/templates/test_message")).body).toEqual(before);
    const slip = { ...change, texts: { en: texts, zh: { ...texts, body: "{{Name}}" } } };
    expect((await callApi<Problem>(server, "PUT", "/templates/x", slip)).body.code).toBe("message_template_invalid");
  });
});

describe("the delivery log", () => {
  it("tells why a message did not arrive, and sends it again", async () => {
    const people = await someUser();
    const person = people.at(3);
    const { users } = await stage.truth();
    const openId = users.find(({ email, enterprise_email }) => (email || enterprise_email) === person?.email)?.open_id;
    await stage.control("PUT", `/users/${openId}/messaging`, { code: 230053 });
    const asked = await post<NotificationView>("/notifications", {
      recipients: { users: [person?.email] },
      content: { type: "text", text: "x" },
    });
    await finished(asked.body.id);
    const { body } = await callApi<Listed<MessageView>>(
      server,
      "GET",
      `/messages?state=failed&user=${person?.username}`,
    );
    expect(body.items[0]).toMatchObject({
      ...{ state: "failed", attempts: 1, feishu_code: 230053, notification_id: asked.body.id },
      reason: { code: "message_recipient_opted_out", cure: expect.stringContaining("allow") },
    });
    const csv = await fetch(`${server.url}/api/v1/messages?state=failed`, {
      headers: { authorization: `Bearer ${API_TOKEN}`, accept: "text/csv" },
    });
    expect((await csv.text()).split("\n")[1]).toContain("message_recipient_opted_out");
    await stage.control("PUT", `/users/${openId}/messaging`, { code: null });
    const id = body.items[0]?.id;
    const again = `/notifications/${asked.body.id}/messages/${id}/send-again`;
    expect((await callApi(server, "POST", again)).status).toBe(202);
    expect((await finished(asked.body.id)).counts).toMatchObject({ sent: 1, failed: 0 });
    expect((await callApi<Problem>(server, "POST", again)).body.code).toBe("message_not_ended");
  });

  it("says at once what becomes of a test, and whether anything is sent at all", async () => {
    const [person] = await someUser();
    const test = (user?: string) =>
      post<MessageView & Problem>("/integrations/feishu/services/message-notifications/test", { user });
    expect((await test(person?.username)).body).toMatchObject({ state: "sent", template: "test_message" });
    expect((await test()).body.code).toBe("recipients_unknown");
    await stage.control("PATCH", "/app", { bot_enabled: false });
    expect((await test(person?.id)).body).toMatchObject({ state: "queued", reason: { code: "message_bot_off" } });
    const stopped = await callApi<MessageStatusView>(server, "GET", "/messages/status");
    expect(stopped.body).toMatchObject({ state: "stopped", reason: { code: "message_bot_off" }, waiting: 1 });
    await stage.control("PATCH", "/app", { bot_enabled: true });
    expect((await test(person?.id)).body.state).toBe("sent");
    expect((await callApi<MessageStatusView>(server, "GET", "/messages/status")).body.state).toBe("sending");
  });

  it("tells nobody's secrets: neither what a message says nor its values", async () => {
    const [person] = await someUser();
    const asked = await post<NotificationView>("/notifications", {
      recipients: { users: [person?.id] },
      content: { type: "text", text: "https://example.com/S3CRET" },
    });
    await finished(asked.body.id);
    for (const path of ["/messages", "/notifications", `/notifications/${asked.body.id}/messages`, "/audit-records"])
      expect(JSON.stringify((await callApi(server, "GET", path)).body)).not.toContain("S3CRET");
  });
});

describe("a caller", () => {
  it("who asks too often is told how long to wait", async () => {
    const [person] = await someUser();
    const ask = () =>
      fetch(`${server.url}/api/v1/notifications`, {
        method: "POST",
        headers: { authorization: `Bearer ${API_TOKEN}`, "content-type": "application/json" },
        body: JSON.stringify({ recipients: { users: [person?.id] }, content: { type: "text", text: "x" } }),
      });
    let answer = await ask();
    for (let calls = 0; calls < 60 && answer.status === 202; calls++) answer = await ask();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ code: "notification_limit" });
  });
});
