import type { NotificationView } from "@larkbridge/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callApi, runSync, type Stage, setStage } from "../support/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ users: 150, departments: 5, memberships: 160 });
}, 60_000);
afterAll(() => stage.close());

it("a process killed in the middle of sending loses no message and doubles none: another one takes over", {
  timeout: 90_000,
}, async () => {
  const env = {
    LARKBRIDGE_FEISHU_SERVICES_MESSAGE_NOTIFICATIONS_ENABLED: "true",
    LARKBRIDGE_FEISHU_RATE_LIMIT: "40:1000",
  };
  const first = await stage.start(env);
  await runSync(first);
  const { body: departments } = await callApi<{ items: { id: string }[] }>(first, "GET", "/departments?limit=50");
  const asked = await callApi<NotificationView>(first, "POST", "/notifications", {
    recipients: { departments: departments.items.map(({ id }) => ({ id, subtree: true })) },
    content: { type: "text", text: "Maintenance at 02:00" },
  });
  const delivered = () =>
    stage.control<{ sent: number; repeated: number; messages: { uuid: string }[] }>("GET", "/messages?limit=1000");
  // Answers come late, so that some messages have arrived and nobody knows when the process dies.
  await stage.control("POST", "/faults", {
    ...{ kind: "slow", path: "/open-apis/im/v1/messages", nth: "every", delay_ms: 200 },
  });
  await expect.poll(async () => (await delivered()).sent, { interval: 20, timeout: 10_000 }).toBeGreaterThan(25);
  await first.kill();
  await stage.control("DELETE", "/faults");

  const second = await stage.start(env);
  const ask = async () => (await callApi<NotificationView>(second, "GET", `/notifications/${asked.body.id}`)).body;
  await expect.poll(async () => (await ask()).state, { interval: 200, timeout: 40_000 }).toBe("finished");
  const { counts, messages } = await ask();
  expect(messages).toBeGreaterThan(100);
  expect(counts.sent + counts.refused).toBe(messages);
  const { sent, repeated, messages: arrived } = await delivered();
  expect(sent).toBe(counts.sent);
  expect(new Set(arrived.map(({ uuid }) => uuid)).size).toBe(counts.sent);
  // The proof that it was killed between sending and noting.
  expect(repeated).toBeGreaterThan(0);
});
