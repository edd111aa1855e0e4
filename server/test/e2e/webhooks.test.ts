import type { NotificationView, UserView, WebhookView } from "@larkbridge/contract";
import { Webhook as ReferenceWebhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ServerProcess } from "../support/server-process.ts";
import { callApi, exportUsers, runSync, type Stage, setStage } from "../support/stage.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

let stage: Stage;
let receiver: WebhookReceiver;
const soon = { timeout: 20_000, interval: 50 };
const env = {
  LARKBRIDGE_WEBHOOKS_PRIVATE_NETWORKS: "127.0.0.0/8, ::1",
  LARKBRIDGE_FEISHU_SERVICES_MESSAGE_NOTIFICATIONS_ENABLED: "true",
};

beforeAll(async () => {
  stage = await setStage({ users: 20, departments: 5, memberships: 25 });
  receiver = await startWebhookReceiver();
});
afterAll(async () => {
  await stage.close();
  await receiver.close();
});

const came = (type: string) => receiver.received.filter(({ body }) => body.type === type);
const disable = (server: ServerProcess, user: UserView) =>
  callApi(server, "POST", `/users/${encodeURIComponent(user.id)}/disable`);

test("two servers tell a receiver of everybody a sync makes, once; what one that is killed was sending is sent again by the next under its id", async () => {
  const first = await stage.start(env);
  const second = await stage.start(env);
  const events = ["user.created", "user.disabled", "user.updated", "notification.finished"];
  const made = await callApi<{ webhook: WebhookView; secret: string }>(first, "POST", "/webhooks", {
    ...{ name: "Ticket system", url: receiver.url, events },
  });
  expect(made.status).toBe(201);
  expect((await runSync(first)).status).toBe("succeeded");
  const users = await exportUsers(first);
  await vi.waitFor(() => expect(came("user.created").length).toBeGreaterThanOrEqual(users.length), soon);
  const created = came("user.created");
  expect(created.map(({ body }) => body.data["id"]).sort()).toEqual(users.map(({ id }) => id).sort());
  expect(new Set(created.map(({ id }) => id)).size).toBe(users.length);
  const reference = new ReferenceWebhook(made.body.secret);
  for (const { raw, headers } of receiver.received) reference.verify(raw, headers as Record<string, string>);
  const { body: asked } = await callApi<NotificationView>(first, "POST", "/notifications", {
    ...{ recipients: { users: [users[0]?.id, users[1]?.id] }, content: { type: "text", text: "维护通知" } },
  });
  await vi.waitFor(() => expect(came("notification.finished")).toHaveLength(1), soon);
  const { body: finished } = await callApi<NotificationView>(first, "GET", `/notifications/${asked.id}`);
  expect(came("notification.finished")[0]?.body.data).toEqual({ id: asked.id, counts: finished.counts });
  const waiting = async (server: ServerProcess) =>
    (await callApi<{ items: unknown[] }>(server, "GET", `/webhooks/${made.body.webhook.id}/deliveries?state=waiting`))
      .body.items;
  // What could not be noted, because the database was too slow, is sent again once its lease of a minute is over.
  await vi.waitFor(async () => expect(await waiting(first)).toEqual([]), { ...soon, timeout: 75_000 });

  await second.stop();
  receiver.answer = () => null;
  for (const user of users.slice(0, 3)) expect((await disable(first, user)).status).toBe(200);
  await vi.waitFor(() => expect(came("user.disabled")).toHaveLength(3), soon);
  await first.kill();
  receiver.answer = () => ({ status: 204 });
  const third = await stage.start(env);
  // A lease lasts a minute; nobody waits for it here.
  await stage.sql("update webhook_delivery set next_attempt_at = now() where state = 'waiting'");
  await vi.waitFor(async () => expect(await waiting(third)).toEqual([]), soon);
  const told = came("user.disabled");
  expect(told).toHaveLength(6);
  expect(
    told
      .slice(3)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(
    told
      .slice(0, 3)
      .map(({ id }) => id)
      .sort(),
  );
  for (const { body } of told) expect(body.data).toMatchObject({ status: "disabled", run_id: null });
}, 180_000);
