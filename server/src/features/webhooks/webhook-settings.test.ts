import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { operator, setWebhookStage, someone, userEvent, value, verifies } from "../../../test/support/webhook-stage.ts";
import { plus } from "../../platform/clock/clock.ts";

const stage = setWebhookStage();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const only = () => stage.only();

test("a rotated secret signs together with the one before until its time is over", async () => {
  const { webhook, secret: old } = await stage.add();
  const { secret, webhook: rotated } = value(await stage.webhooks.rotateSecret(webhook.id, 24, operator));
  expect(rotated.previousSecretUntil).toBe(plus(stage.clock.now(), DAY));
  expect(secret).not.toBe(old);
  await stage.happen(userEvent("user.created", someone()));
  await stage.deliver();
  expect([verifies(old, only()), verifies(secret, only())]).toEqual([true, true]);

  stage.receiver.received.length = 0;
  stage.clock.advance(DAY);
  await stage.happen(userEvent("user.created", someone()));
  await stage.deliver();
  const { id, raw, headers } = only();
  const sign = (text: string) =>
    createHmac("sha256", Buffer.from(text.slice(6), "base64"))
      .update(`${id}.${headers["webhook-timestamp"]}.${raw}`)
      .digest("base64");
  expect(headers["webhook-signature"]).toBe(`v1,${sign(secret)}`);
});

test("a secret that leaked is rotated without a moment of overlap", async () => {
  const { webhook, secret: leaked } = await stage.add();
  const { secret } = value(await stage.webhooks.rotateSecret(webhook.id, 0, operator));
  await stage.happen(userEvent("user.created", someone()));
  await stage.deliver();
  expect([verifies(leaked, only()), verifies(secret, only())]).toEqual([false, true]);
});

test("secrets are sealed in the database and told to nobody a second time, the audit log included", async () => {
  const { webhook, secret } = await stage.add();
  value(await stage.webhooks.update(webhook.id, { name: "Tickets" }, operator));
  value(await stage.webhooks.rotateSecret(webhook.id, 1, operator));
  const { rows } = await stage.database.pool.query<{ text: string }>(
    "select to_jsonb(w)::text as text from webhook w union all select to_jsonb(a)::text from audit_record a",
  );
  expect(rows.length).toBe(4);
  const all = [...rows.map(({ text }) => text), JSON.stringify(await stage.webhooks.list())].join();
  expect(all).not.toContain(secret.slice(6));
  expect(all).not.toContain("whsec_");
});

test("a trial tells at once what came of it, leaves the webhook's standing alone, and is not sent again", async () => {
  const { webhook, secret } = await stage.add();
  value(await stage.webhooks.setEnabled(webhook.id, false, operator));
  stage.receiver.answer = () => ({ status: 404, body: "<h1>Not here</h1>" });
  expect(value(await stage.webhooks.test(webhook.id, operator))).toMatchObject({
    ...{ event: "webhook.test", state: "failed", attempts: 1, lastStatus: 404, lastResponse: "<h1>Not here</h1>" },
  });
  expect(verifies(secret, only())).toBe(true);
  expect(only().body).toMatchObject({ type: "webhook.test", data: {} });
  expect(await stage.webhooks.find(webhook.id)).toMatchObject({ failingSince: null, failed: 0 });
  stage.receiver.answer = () => ({ status: 200 });
  expect(value(await stage.webhooks.test(webhook.id, operator))).toMatchObject({
    state: "delivered",
    lastFailure: null,
  });
});

test("an address that may not be told anything is refused before it is stored", async () => {
  const refuse = async (url: string) => {
    const made = await stage.webhooks.create({ name: "x", url, events: ["user.created"] }, operator);
    return made.ok ? null : made.error;
  };
  expect(await refuse("http://10.0.0.1/hook")).toMatchObject({
    code: "webhook_url_refused",
    detail: { address: "10.0.0.1", reason: "private" },
  });
  expect(await refuse("http://169.254.169.254/latest/meta-data")).toMatchObject({ detail: { reason: "forbidden" } });
  expect(await refuse("https://user:secret@example.com/hook")).toMatchObject({
    detail: { reason: "credentials", url: "example.com" },
  });
  expect(await stage.webhooks.list()).toEqual([]);
  const { webhook } = await stage.add();
  expect(await stage.webhooks.update(webhook.id, { url: "http://192.168.1.1/" }, operator)).toMatchObject({
    ok: false,
  });
});

test("there are at most fifty webhooks", async () => {
  await stage.database.pool.query(
    `insert into webhook (id, name, url, events, secret, created_at, updated_at)
     select gen_random_uuid(), 'n', 'https://example.com', '{user.created}', '', now(), now() from generate_series(1, 49)`,
  );
  await stage.add();
  const one = { name: "x", url: stage.receiver.url, events: ["user.created"] };
  expect(await stage.webhooks.create(one, operator)).toMatchObject({
    ok: false,
    error: { code: "webhook_limit_reached" },
  });
});

test("a webhook that is deleted takes its deliveries along; one that is not there is not found", async () => {
  const { webhook } = await stage.add();
  await stage.happen(userEvent("user.created", someone()));
  value(await stage.webhooks.remove(webhook.id, operator));
  expect((await stage.database.pool.query("select 1 from webhook_delivery")).rows).toEqual([]);
  for (const id of [webhook.id, "nonsense"]) {
    expect(await stage.webhooks.find(id)).toBeUndefined();
    expect(await stage.webhooks.test(id, operator)).toEqual({ ok: false, error: { code: "webhook_not_found" } });
  }
});
