import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { EventTarget } from "../../core/sync/looks.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeEventCounts } from "./counts.ts";
import type { AnswerCardAction, CardAction, CardAnswer } from "./index.ts";
import type { EventConnection, IncomingEvent } from "./ports.ts";
import { makeReceive, type Receipt } from "./receive.ts";

const NOW = "2026-01-08T00:00:00.000Z" as Instant;
const DONE: CardAnswer = { toast: { type: "success", zh: "好", en: "Done" }, card: null };

let database: OpenDatabase;
let connection: EventConnection;
let counted: string[];
let woken: string[];
let pinned: string[];
let pressed: CardAction[];
let errors: string[];
let answer: AnswerCardAction;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
afterEach(() => void vi.useRealTimers());
beforeEach(async () => {
  [counted, woken, pinned, pressed, errors] = [[], [], [], [], []];
  answer = async () => DONE;
  await sql`truncate feishu_connection cascade`.execute(database.kysely);
  const { rows } = await sql<{ id: string }>`
    insert into feishu_connection (app_id, app_secret, open_url, accounts_url, settings, declared_by)
    values ('cli_1', 'x', 'x', 'x', '{"userSync": {"enabled": true}}', 'console') returning id`.execute(
    database.kysely,
  );
  connection = {
    ...{ id: rows[0]?.id ?? "", appId: "cli_1", openUrl: "x", tenantKey: "tk", mode: "webhook", secretChangedAt: NOW },
  };
});

const event = (more: Partial<IncomingEvent> = {}): IncomingEvent => ({
  ...{ eventId: "ev-1", type: "contact.user.updated_v3", appId: "cli_1", tenantKey: "tk", occurredAt: NOW, card: null },
  target: { kind: "range" } satisfies EventTarget,
  ...more,
});
const card = event({
  type: "card.action.trigger",
  target: null,
  card: {
    ...{ operatorOpenId: "ou_1", operatorUnionId: null, messageId: "om_1", updateToken: "c-1" },
    ...{ value: { action: "approve" }, formValue: {} },
  },
});
function receive(given: IncomingEvent, from: EventConnection = connection): Promise<Receipt> {
  return makeReceive({
    database,
    clock: fixedClock(NOW),
    connections: {
      find: async () => from,
      readKeys: async () => null,
      readSecret: async () => "",
      rememberTenant: async (_id, tenantKey) => void pinned.push(tenantKey),
    },
    counts: makeEventCounts({
      received: (_via, outcome) => void counted.push(outcome),
      refused: (_via, code) => void counted.push(code),
    }),
    onReceived: (id) => void woken.push(id),
    answerCardAction: async (action) => {
      pressed.push(action);
      return answer(action);
    },
    onError: (message) => void errors.push(message),
  })("webhook", from, given);
}

describe("an event", () => {
  it("wakes whoever looks at the inbox, the first time", async () => {
    for (let time = 0; time < 2; time++) expect(await receive(event())).toEqual({ kind: "taken", answer: null });
    expect([counted, woken]).toEqual([["new", "repeated"], [connection.id]]);
  });

  it("that is about nothing wakes nobody", async () => {
    await receive(event({ target: null }));
    expect([counted, woken]).toEqual([["new"], []]);
  });

  it("of another app or company is refused and not kept", async () => {
    expect(await receive(event({ appId: "cli_2" }))).toEqual({ kind: "refused", code: "event_app_wrong" });
    expect(await receive(event({ tenantKey: "other" }))).toEqual({ kind: "refused", code: "event_tenant_wrong" });
    expect([counted, woken]).toEqual([["event_app_wrong", "event_tenant_wrong"], []]);
    await receive(event());
    expect(counted.at(-1)).toBe("new");
  });

  it("tells the company where it is not known yet", async () => {
    await receive(event(), { ...connection, tenantKey: null });
    expect(pinned).toEqual(["tk"]);
  });
});

describe("a pressed card", () => {
  it("is handed on with where it came from, and answered", async () => {
    expect(await receive(card)).toEqual({ kind: "taken", answer: DONE });
    expect(pressed).toEqual([{ connectionId: connection.id, eventId: "ev-1", ...card.card }]);
  });

  it("that comes again is not handed on again", async () => {
    await receive(card);
    expect(await receive(card)).toMatchObject({ answer: { toast: { type: "info" } } });
    expect(pressed).toHaveLength(1);
  });

  it("that cannot be dealt with tells the person and the log", async () => {
    answer = async () => {
      throw new Error("no");
    };
    expect(await receive(card)).toMatchObject({ kind: "taken", answer: { toast: { type: "error" } } });
    expect(errors).toEqual(["a card could not be answered"]);
  });

  it("that takes longer than Feishu waits tells the person to look later", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const isAsked = new Promise<void>((resolve) => {
      answer = () => {
        setImmediate(resolve);
        return new Promise(() => undefined);
      };
    });
    const received = receive(card);
    await isAsked;
    vi.advanceTimersByTime(2_000);
    expect(await received).toMatchObject({
      answer: { toast: { type: "info", en: "Still at it. Look in the console in a moment." } },
    });
  });
});
