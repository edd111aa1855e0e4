import { afterEach, expect, it, vi } from "vitest";
import type { Instant } from "../../core/kernel/ids.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import { makeEventCounts } from "./counts.ts";
import type { EventConnection, EventKeys, FeishuEvents, IncomingEvent, WebhookReading } from "./ports.ts";
import type { Receipt } from "./receive.ts";
import { makeAnswerWebhook } from "./webhook.ts";

const NOW = "2026-01-08T00:00:00.000Z" as Instant;
const REQUEST = { headers: {}, body: Buffer.from("{}") };
const CONNECTION: EventConnection = {
  ...{ id: "1", appId: "cli_1", openUrl: "x", tenantKey: "tk", mode: "webhook", secretChangedAt: NOW },
};

afterEach(() => void vi.useRealTimers());

interface World {
  readonly connection?: EventConnection | undefined;
  readonly keys?: EventKeys | null;
  readonly reading?: WebhookReading;
  readonly receive?: () => Promise<Receipt>;
}

function open(world: World = {}) {
  const counted: string[] = [];
  const errors: string[] = [];
  const { keys = { encryptKey: "k", verificationToken: "t" } } = world;
  const feishu: FeishuEvents = {
    readWebhook: () => world.reading ?? { kind: "event", event: {} as IncomingEvent },
    writeCardAnswer: () => ({ toast: {} }),
    openLongConnection: () => ({ close: async () => undefined }),
    maxWebhookBytes: 1,
  };
  const answer = makeAnswerWebhook({
    ...{ clock: fixedClock(NOW), feishu },
    connections: {
      find: async () => ("connection" in world ? world.connection : CONNECTION),
      readKeys: async () => keys,
      readSecret: async () => "",
      rememberTenant: async () => undefined,
    },
    counts: makeEventCounts({ received: () => undefined, refused: (_via, code) => void counted.push(code) }),
    receive: world.receive ?? (async () => ({ kind: "taken", answer: null })),
    onError: (message) => void errors.push(message),
  });
  return { answer: () => answer(REQUEST), counted, errors };
}

it.each<[string, World]>([
  ["nothing is set up", { connection: undefined }],
  ["events come by long connection", { connection: { ...CONNECTION, mode: "long_connection" } }],
  ["events are off", { connection: { ...CONNECTION, mode: "off" } }],
  ["there are no keys", { keys: null }],
])("nothing is believed while %s", async (_, world) => {
  const { answer, counted } = open(world);
  expect(await answer()).toEqual({ kind: "refused", code: "event_webhook_off" });
  expect(counted).toEqual(["event_webhook_off"]);
});

it("what is Feishu's and cannot be read is counted and acknowledged: a repeat would be the same", async () => {
  const { answer, counted } = open({ reading: { kind: "unreadable" } });
  expect(await answer()).toEqual({ kind: "body", body: {} });
  expect(counted).toEqual(["event_malformed"]);
});

it("what cannot be stored is not acknowledged, and fills the log once", async () => {
  let isAway = true;
  const { answer, errors } = open({
    async receive() {
      if (isAway) throw new Error("the database is away");
      return { kind: "taken", answer: null };
    },
  });
  for (let time = 0; time < 3; time++) expect(await answer()).toEqual({ kind: "later" });
  expect(errors).toHaveLength(1);
  isAway = false;
  expect(await answer()).toEqual({ kind: "body", body: {} });
  isAway = true;
  await answer();
  expect(errors).toHaveLength(2);
});

it("what takes longer than Feishu waits is not acknowledged", async () => {
  vi.useFakeTimers();
  const { answer } = open({ receive: () => new Promise(() => undefined) });
  const answered = answer();
  await vi.advanceTimersByTimeAsync(2_700);
  expect(await answered).toEqual({ kind: "later" });
});

it("a card's answer goes back in Feishu's words", async () => {
  const { answer } = open({ receive: async () => ({ kind: "taken", answer: { toast: null, card: null } }) });
  expect(await answer()).toEqual({ kind: "body", body: { toast: {} } });
});
