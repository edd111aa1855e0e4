import { expect, test, vi } from "vitest";
import { operator, setWebhookStage, someone, userEvent, value, verifies } from "../../../test/support/webhook-stage.ts";
import { plus } from "../../platform/clock/clock.ts";
import { openDatabase } from "../../platform/db/open-database.ts";

const stage = setWebhookStage();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const only = () => stage.only();

async function addPerson(username: string, status = "active"): Promise<string> {
  const id = someone();
  await stage.database.pool.query(
    `insert into directory_user (id, username, name, email, mobile, origin, status, disabled_by)
     values ($1, $2, '张伟', $3, '+8613800000000', 'built_in', $4, $5)`,
    [id, username, `${username}@example.com`, status, status === "active" ? null : "operator"],
  );
  return id;
}

test("an event is sent signed as the reference library expects, and tells which person changed in what, and no more", async () => {
  const { secret } = await stage.add();
  const id = await addPerson("zhang.wei");
  await stage.happen(
    userEvent("user.updated", id, { changed: ["jobTitle", "departments", "link"], revision: 7, runId: "3" }),
  );
  await stage.deliver();
  const request = only();
  expect(verifies(secret, request)).toBe(true);
  expect(verifies(`whsec_${Buffer.alloc(32).toString("base64")}`, request)).toBe(false);
  expect(request.headers).toMatchObject({ "content-type": "application/json", "user-agent": "Larkbridge/1.2.3" });
  expect(request.body).toEqual({
    type: "user.updated",
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    data: {
      ...{ id, username: "zhang.wei", status: "active" },
      ...{ changed: ["departments", "feishu", "job_title"], revision: "7", run_id: "3" },
    },
  });
});

test("what is told is true when it is sent, and of somebody who is gone for good only which it was", async () => {
  await stage.add();
  const left = await addPerson("left");
  await stage.happen(userEvent("user.created", left), userEvent("user.deleted", someone()));
  await stage.database.pool.query("update directory_user set status = 'disabled', disabled_by = 'sync' where id = $1", [
    left,
  ]);
  await stage.deliver();
  expect(stage.receiver.received.map(({ body }) => body.data).sort((a) => (a["id"] === left ? -1 : 1))).toMatchObject([
    { id: left, username: "left", status: "disabled" },
    { username: null, status: null },
  ]);
});

test("departments are told by name, and a notification by how many of its messages ended how", async () => {
  await stage.add(["department.updated", "notification.finished"]);
  const department = someone();
  await stage.database.pool.query(
    "insert into department (id, name, origin) values ($1, '研发, “二部” 🚀', 'built_in')",
    [department],
  );
  const notification = someone();
  await stage.happen(
    ["department.updated", { departmentId: department, changed: ["parentId"], revision: 2, runId: null }],
    ["notification.finished", { notificationId: notification }],
  );
  await stage.deliver();
  const told = Object.fromEntries(stage.receiver.received.map(({ body }) => [body.type, body.data]));
  expect(told).toEqual({
    "department.updated": {
      ...{
        id: department,
        name: "研发, “二部” 🚀",
        status: "active",
        changed: ["parent"],
        revision: "2",
        run_id: null,
      },
    },
    "notification.finished": { id: notification, counts: { sent: 2, failed: 1 } },
  });
});

test("each webhook hears what it asked for; what nobody asked for is not kept", async () => {
  const { webhook: first } = await stage.add(["user.created"]);
  const { webhook: second } = await stage.add(["user.created", "user.deleted"]);
  const [a, b] = [someone(), someone()];
  await stage.happen(userEvent("user.created", a), userEvent("user.updated", a), userEvent("user.deleted", b));
  expect((await stage.deliveries(first.id)).map(({ event }) => event)).toEqual(["user.created"]);
  expect((await stage.deliveries(second.id)).map(({ event }) => event)).toEqual(["user.created", "user.deleted"]);
  expect((await stage.database.pool.query("select 1 from outbox")).rows).toEqual([]);
});

test("a delivery that fails holds back what follows of the same person, and nobody else's", async () => {
  const { webhook } = await stage.add();
  const [ann, bob] = [someone(), someone()];
  let refusing = true;
  stage.receiver.answer = ({ body }) => ({ status: refusing && body.data["id"] === ann ? 500 : 204, body: "no\0pe" });
  await stage.happen(userEvent("user.created", ann), userEvent("user.updated", ann), userEvent("user.created", bob));
  await stage.happen(userEvent("user.disabled", ann), userEvent("user.disabled", bob));
  for (let round = 0; round < 4; round += 1) await stage.deliver();
  // Two people's first deliveries are on the way at once, in either order.
  expect(stage.came().slice(0, 2).sort()).toEqual([`user.created ${ann}`, `user.created ${bob}`].sort());
  expect(stage.came().slice(2)).toEqual([`user.disabled ${bob}`]);
  expect((await stage.deliveries(webhook.id))[0]).toMatchObject({
    ...{ state: "waiting", attempts: 1, object: `user:${ann}`, lastStatus: 500, lastResponse: "no\ufffdpe" },
    ...{
      lastFailure: { code: "webhook_answered", detail: { status: 500 } },
      nextAttemptAt: plus(stage.clock.now(), 5000),
    },
  });
  refusing = false;
  stage.clock.advance(5000);
  for (let round = 0; round < 4; round += 1) await stage.deliver();
  expect(stage.came().slice(3)).toEqual([`user.created ${ann}`, `user.updated ${ann}`, `user.disabled ${ann}`]);
  const [first, again] = stage.receiver.received.filter(
    ({ body }) => body.type === "user.created" && body.data["id"] === ann,
  );
  expect(again?.id).toBe(first?.id);
});

test("what is held back is not looked at before its time, and has its turn right after the first has its end", async () => {
  const { webhook } = await stage.add();
  const ann = someone();
  stage.receiver.answer = () => ({ status: 500 });
  await stage.happen(userEvent("user.created", ann), userEvent("user.updated", ann));
  await stage.deliver();
  const later = plus(stage.clock.now(), 5000);
  expect((await stage.deliveries(webhook.id)).map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([later, later]);
  await stage.happen(userEvent("user.disabled", ann));
  await stage.deliver();
  expect((await stage.deliveries(webhook.id)).map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([later, later, later]);
  stage.receiver.answer = () => ({ status: 204 });
  stage.clock.advance(5000);
  await stage.deliver();
  await stage.deliver();
  expect((await stage.deliveries(webhook.id)).map(({ state, attempts }) => [state, attempts])).toEqual([
    ["delivered", 2],
    ["delivered", 1],
    ["delivered", 1],
  ]);
});

test("after a day of attempts a delivery is given up, and what follows of the same person is sent", async () => {
  const { webhook } = await stage.add();
  const ann = someone();
  stage.receiver.answer = ({ body }) => ({ status: body.type === "user.created" ? 422 : 204 });
  await stage.happen(userEvent("user.created", ann), userEvent("user.updated", ann));
  const begin = stage.clock.now();
  for (let attempt = 1; attempt <= 11; attempt += 1) {
    await stage.deliver();
    stage.clock.set((await stage.deliveries(webhook.id))[0]?.nextAttemptAt ?? stage.clock.now());
  }
  expect(Date.parse(stage.clock.now()) - Date.parse(begin)).toBeLessThan(28 * HOUR);
  await stage.deliver();
  expect(await stage.deliveries(webhook.id)).toMatchObject([
    { event: "user.created", state: "failed", attempts: 11, lastStatus: 422 },
    { event: "user.updated", state: "delivered", attempts: 1, lastStatus: 204, lastFailure: null },
  ]);
  expect(await stage.webhooks.find(webhook.id)).toMatchObject({ enabled: true, failed: 1, waiting: 0 });
});

test("a receiver that asks for time gets it", async () => {
  const { webhook } = await stage.add();
  stage.receiver.answer = () => ({ status: 429, headers: { "retry-after": "600" } });
  await stage.happen(userEvent("user.created", someone()));
  await stage.deliver();
  expect((await stage.deliveries(webhook.id))[0]?.nextAttemptAt).toBe(plus(stage.clock.now(), 600_000));
});

test("a receiver that was away for long gets what waits as soon as something arrives", async () => {
  const { webhook } = await stage.add();
  stage.receiver.answer = () => ({ status: 503 });
  await stage.happen(...Array.from({ length: 3 }, () => userEvent("user.created", someone())));
  for (let round = 0; round < 30; round += 1) {
    await stage.deliver();
    stage.clock.advance(10 * 60_000);
  }
  const tried = stage.receiver.received.length;
  stage.receiver.answer = () => ({ status: 204 });
  await stage.happen(userEvent("user.created", someone()));
  await stage.deliver();
  await stage.deliver();
  expect(stage.receiver.received.length).toBe(tried + 4);
  expect((await stage.deliveries(webhook.id)).map(({ state }) => state)).toEqual(Array(4).fill("delivered"));
});

test("a webhook that nothing reaches for three days is switched off and says why; switched on, it goes on where it was", async () => {
  const { webhook } = await stage.add();
  stage.receiver.answer = () => ({ status: 500 });
  for (let day = 0; day < 4; day += 1) {
    await stage.happen(userEvent("user.created", someone()));
    await stage.deliver();
    stage.clock.advance(DAY);
  }
  expect(await stage.webhooks.find(webhook.id)).toMatchObject({
    enabled: false,
    disabledReason: { code: "webhook_given_up", detail: { days: 3 } },
  });
  expect(stage.errors.splice(0)).toEqual([expect.stringContaining("a webhook was switched off")]);
  const { rows } = await stage.database.pool.query(
    "select actor ->> 'name' as by, after from audit_record where action = 'webhook.switched_off'",
  );
  expect(rows).toEqual([{ by: "webhooks", after: { enabled: false, reason: "webhook_given_up" } }]);
  const tried = stage.receiver.received.length;
  await stage.happen(userEvent("user.created", someone()));
  await stage.deliver();
  expect(stage.receiver.received.length).toBe(tried);
  stage.receiver.answer = () => ({ status: 204 });
  value(await stage.webhooks.setEnabled(webhook.id, true, operator));
  for (let round = 0; round < 3; round += 1) await stage.deliver();
  expect(await stage.webhooks.find(webhook.id)).toMatchObject({
    ...{ enabled: true, disabledReason: null, failingSince: null, waiting: 0, failed: 0 },
    lastDeliveredAt: stage.clock.now(),
  });
  expect(await stage.deliveries(webhook.id)).toHaveLength(4);
});

test("one success among failures keeps a webhook on", async () => {
  const { webhook } = await stage.add();
  const bad = someone();
  stage.receiver.answer = ({ body }) => ({ status: body.data["id"] === bad ? 500 : 204 });
  for (let day = 0; day < 5; day += 1) {
    await stage.happen(userEvent("user.updated", bad), userEvent("user.created", someone()));
    for (let round = 0; round < 3; round += 1) await stage.deliver();
    stage.clock.advance(DAY);
  }
  expect(await stage.webhooks.find(webhook.id)).toMatchObject({ enabled: true });
});

test("a receiver that answers 410 is told nothing more", async () => {
  const { webhook } = await stage.add();
  stage.receiver.answer = () => ({ status: 410 });
  await stage.happen(userEvent("user.created", someone()));
  await stage.deliver();
  expect(await stage.webhooks.find(webhook.id)).toMatchObject({
    enabled: false,
    disabledReason: { code: "webhook_gone" },
  });
  expect(stage.errors.splice(0)).toHaveLength(1);
});

test("a process that dies after sending and before noting has it sent again under the same id, once its lease is over", async () => {
  const { webhook } = await stage.add();
  await stage.happen(userEvent("user.created", someone()));
  const dying = openDatabase({ url: stage.database.url, onIdleError: (error) => expect.unreachable(error.message) });
  let closed: Promise<void> | undefined;
  stage.receiver.answer = () => {
    closed ??= dying.close();
    return { status: 204 };
  };
  await expect(stage.deliver({ ...stage.deps, database: dying })).rejects.toThrow();
  await closed;
  stage.clock.advance(59_000);
  await stage.deliver();
  expect(stage.receiver.received).toHaveLength(1);
  stage.clock.advance(2000);
  await stage.deliver();
  const [first, second, ...more] = stage.receiver.received;
  expect(second?.id).toBe(first?.id);
  expect(more).toEqual([]);
  expect(await stage.deliveries(webhook.id)).toMatchObject([{ state: "delivered", attempts: 2 }]);
});

test("what is changed while deliveries are under way counts from the next one on", async () => {
  const { webhook } = await stage.add();
  await stage.happen(...Array.from({ length: 30 }, () => userEvent("user.created", someone())));
  stage.receiver.answer = () => {
    if (stage.receiver.received.length === 1)
      void stage.webhooks.update(webhook.id, { url: `${stage.receiver.url}/elsewhere` }, operator);
    return { status: 204 };
  };
  await stage.deliver();
  const urls = stage.receiver.received.map(({ url }) => url);
  expect(urls).toHaveLength(30);
  expect(urls.slice(0, 8)).toEqual(Array(8).fill("/hook"));
  expect(urls.at(-1)).toBe("/hook/elsewhere");

  await stage.happen(...Array.from({ length: 30 }, () => userEvent("user.created", someone())));
  stage.receiver.received.length = 0;
  stage.receiver.answer = () => {
    if (stage.receiver.received.length === 1) void stage.webhooks.setEnabled(webhook.id, false, operator);
    return { status: 204 };
  };
  await stage.deliver();
  expect(stage.receiver.received.length).toBeLessThan(30);
  expect(await stage.webhooks.find(webhook.id)).toMatchObject({ waiting: 30 - stage.receiver.received.length });
});

test("one delivery that hangs holds up nobody else's", async () => {
  await stage.add();
  const slow = someone();
  await stage.happen(
    userEvent("user.created", slow),
    ...Array.from({ length: 20 }, () => userEvent("user.created", someone())),
  );
  stage.receiver.answer = ({ body }) => (body.data["id"] === slow ? null : { status: 204 });
  const delivering = stage.deliver();
  await vi.waitFor(() => expect(stage.receiver.received).toHaveLength(21), { timeout: 1500, interval: 20 });
  await delivering;
});

test("two processes share the work: every delivery once, each person's in order", async () => {
  const { webhook } = await stage.add();
  const people = Array.from({ length: 20 }, someone);
  for (const topic of ["user.created", "user.updated", "user.disabled", "user.deleted"])
    await stage.happen(...people.map((id) => userEvent(topic, id)));
  while ((await stage.webhooks.find(webhook.id))?.waiting !== 0)
    await Promise.all([stage.deliver(), stage.deliver({ ...stage.deps }), stage.deliver({ ...stage.deps })]);
  const { received } = stage.receiver;
  expect(new Set(received.map(({ id }) => id)).size).toBe(80);
  expect(received).toHaveLength(80);
  for (const person of people)
    expect(received.filter(({ body }) => body.data["id"] === person).map(({ body }) => body.type)).toEqual([
      ...["user.created", "user.updated", "user.disabled", "user.deleted"],
    ]);
});

test("one delivery, those since a time, or those given up are sent again under their ids", async () => {
  const { webhook } = await stage.add();
  const [ann, bob] = [someone(), someone()];
  await stage.happen(userEvent("user.created", ann));
  await stage.deliver();
  await stage.database.pool.query("update webhook_delivery set occurred_at = occurred_at - interval '1 hour'");
  await stage.happen(userEvent("user.created", bob));
  await stage.deliver();
  const [first, second] = await stage.deliveries(webhook.id);
  await stage.database.pool.query("update webhook_delivery set state = 'failed' where id = $1", [second?.id]);
  const replay = async (wish: {
    delivery?: string;
    since?: typeof first extends undefined ? never : ReturnType<typeof plus>;
    failedOnly?: boolean;
  }) => {
    stage.receiver.received.length = 0;
    const count = await stage.webhooks.replay(webhook.id, { failedOnly: false, ...wish }, operator);
    await stage.deliver();
    return [count.ok ? count.value : count.error.code, ...stage.receiver.received.map(({ id }) => id)];
  };
  expect(await replay({ failedOnly: true })).toEqual([1, second?.id]);
  expect(await replay({ failedOnly: true })).toEqual([0]);
  expect(await replay({ delivery: first?.id ?? "" })).toEqual([1, first?.id]);
  expect(await replay({ since: plus(stage.clock.now(), -60_000) })).toEqual([1, second?.id]);
  expect((await replay({ since: plus(stage.clock.now(), -DAY) })).toSorted()).toEqual(
    [2, first?.id, second?.id].toSorted(),
  );
  expect(await replay({ delivery: someone() })).toEqual(["webhook_delivery_not_found"]);
  value(await stage.webhooks.setEnabled(webhook.id, false, operator));
  expect(await replay({ failedOnly: true })).toEqual(["webhook_disabled"]);
});

test("a replay sends what waits for a later attempt now, and leaves alone what is being sent", async () => {
  const { webhook } = await stage.add();
  stage.receiver.answer = () => ({ status: 500 });
  await stage.happen(userEvent("user.created", someone()));
  await stage.deliver();
  const all = { since: plus(stage.clock.now(), -DAY), failedOnly: false };
  expect(value(await stage.webhooks.replay(webhook.id, all, operator))).toBe(0);
  stage.clock.advance(5000);
  await stage.deliver();
  stage.clock.advance(30_000);
  await stage.deliver();
  stage.clock.advance(61_000);
  expect(value(await stage.webhooks.replay(webhook.id, all, operator))).toBe(1);
});
