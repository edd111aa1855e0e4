import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Database, OpenDatabase } from "../db/open-database.ts";
import { appendEvent } from "./outbox-store.ts";
import { handOnEvents, type OutboxSubscriber, startRelay } from "./relay.ts";

let database: OpenDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query(
    "create table heard (n bigint generated always as identity, who text, event_id bigint, topic text, payload jsonb)",
  );
});
beforeEach(async () => void (await database.pool.query("truncate outbox, heard")));
afterAll(() => database.close());

/** Somebody who writes down what it hears, in the relay's transaction. */
function listener(
  who: string,
  topics: readonly string[],
  then: (tx: Kysely<Database>) => Promise<void> = async () => {},
) {
  const subscriber: OutboxSubscriber = {
    topics: async () => topics,
    async take(tx, events) {
      for (const { id, topic, payload } of events)
        await sql`insert into heard (who, event_id, topic, payload)
          values (${who}, ${id}::bigint, ${topic}, ${JSON.stringify(payload)}::jsonb)`.execute(tx);
      await then(tx);
    },
  };
  return subscriber;
}

const heard = async () =>
  (
    await database.pool.query<{ who: string; topic: string; payload: { userId: string } }>(
      "select who, topic, payload from heard order by n",
    )
  ).rows.map(({ who, topic, payload }) => `${who} ${topic} ${payload.userId}`);
const waiting = async () => (await database.pool.query<{ n: number }>("select count(*) as n from outbox")).rows[0]?.n;
const append = (topic: string, userId: string) => appendEvent(database.kysely, topic, { userId });
const handOn = (...subscribers: readonly OutboxSubscriber[]) => handOnEvents(database.kysely, subscribers);

test("each subscriber hears the topics it wants, in the order they were written, once", async () => {
  await append("user.created", "1");
  await append("user.updated", "1");
  await append("user.deleted", "2");
  const both = [listener("a", ["user.created", "user.deleted"]), listener("b", ["user.deleted"])];
  expect(await handOn(...both)).toBe(2);
  expect(await handOn(...both)).toBe(0);
  expect(await heard()).toEqual(["a user.created 1", "a user.deleted 2", "b user.deleted 2"]);
  expect(await waiting()).toBe(0);
});

test("an event tells when it was written and what it is about", async () => {
  await append("user.created", "张伟 😀");
  const take = vi.fn(async () => {});
  await handOn({ topics: async () => ["user.created"], take });
  expect(take).toHaveBeenCalledExactlyOnceWith(expect.anything(), [
    {
      id: expect.stringMatching(/^\d+$/),
      topic: "user.created",
      payload: { userId: "张伟 😀" },
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
});

test("a subscriber that fails undoes what the others wrote, and all hear of it again", async () => {
  await append("user.created", "1");
  let broken = true;
  const fails = async () => {
    if (broken) throw new Error("disk full");
  };
  const both = [listener("a", ["user.created"]), listener("b", ["user.created"], fails)];
  await expect(handOn(...both)).rejects.toThrow("disk full");
  expect(await heard()).toEqual([]);
  broken = false;
  expect(await handOn(...both)).toBe(1);
  expect(await heard()).toEqual(["a user.created 1", "b user.created 1"]);
});

test("a process that dies between taking and committing leaves the events to the next one", async () => {
  await append("user.created", "1");
  const dies = listener("dead", ["user.created"], async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await database.pool.query("select pg_terminate_backend($1, 5000)", [rows[0]?.pid]);
  });
  await expect(handOn(dies)).rejects.toThrow();
  expect(await handOn(listener("next", ["user.created"]))).toBe(1);
  expect(await heard()).toEqual(["next user.created 1"]);
});

test("while one process hands on, another leaves it to it", async () => {
  await append("user.created", "1");
  const meanwhile = listener("first", ["user.created"], async () => {
    expect(await handOn(listener("second", ["user.created"]))).toBeUndefined();
  });
  await handOn(meanwhile);
  expect(await heard()).toEqual(["first user.created 1"]);
});

test("two processes hand a stream of events on in order, none twice, none lost", async () => {
  const faults: unknown[] = [];
  const relays = ["a", "b"].map((who) =>
    startRelay({ database, subscribers: [listener(who, ["user.updated"])], onError: (error) => faults.push(error) }),
  );
  const numbers = Array.from({ length: 300 }, (_, n) => String(n));
  for (const n of numbers) {
    await append("user.updated", n);
    for (const relay of relays) relay.wake();
  }
  await vi.waitFor(async () => expect(await waiting()).toBe(0), 10_000);
  await Promise.all(relays.map((relay) => relay.stop()));
  expect((await heard()).map((line) => line.split(" ")[2])).toEqual(numbers);
  expect(faults).toEqual([]);
});

test("more events than one round takes come one round after the other", async () => {
  await database.pool.query(
    "insert into outbox (topic, payload) select 'user.updated', jsonb_build_object('userId', n) from generate_series(1, 1100) as n",
  );
  const relay = startRelay({
    database,
    subscribers: [listener("a", ["user.updated"])],
    onError: (error) => expect.unreachable(String(error)),
  });
  relay.wake();
  await vi.waitFor(async () => expect(await waiting()).toBe(0), 10_000);
  await relay.stop();
  expect((await heard()).map((line) => line.split(" ")[2])).toEqual(
    Array.from({ length: 1100 }, (_, n) => String(n + 1)),
  );
});

test("who begins to want a topic before an event of it is written hears it, even in the middle of a round", async () => {
  const topics: string[] = [];
  await append("user.created", "unwanted");
  const late: OutboxSubscriber = {
    ...listener("late", []),
    async topics(tx) {
      // The round has looked at the database already when this event is written and its subscriber comes up.
      await sql`select 1 from outbox`.execute(tx);
      const now = [...topics];
      if (topics.length === 0) {
        topics.push("user.created");
        await append("user.created", "wanted");
      }
      return now;
    },
  };
  await handOn(late);
  await handOn(late);
  expect(await heard()).toEqual(["late user.created wanted"]);
});

test("a hundred thousand events that nobody wants go at once, unread", async () => {
  await database.pool.query(
    "insert into outbox (topic, payload) select 'user.updated', jsonb_build_object('userId', gen_random_uuid()) from generate_series(1, 100000)",
  );
  const take = vi.fn(async () => {});
  const start = performance.now();
  expect(await handOn({ topics: async () => ["user.disabled"], take })).toBe(0);
  const took = performance.now() - start;
  expect(await waiting()).toBe(0);
  expect(take).not.toHaveBeenCalled();
  // 0.2 s on two busy cores.
  expect(took).toBeLessThan(2000);
});
