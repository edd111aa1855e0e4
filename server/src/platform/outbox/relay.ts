import { type KeptDoing, keepDoing } from "../clock/keep-doing.ts";
import type { OpenDatabase } from "../db/open-database.ts";
import { dropUnwanted, hasEvents, holdOutbox, type OutboxEvent, takeEvents } from "./relay-store.ts";

export type { OutboxEvent } from "./relay-store.ts";

type Db = OpenDatabase["kysely"];

/** Who hears of what happened. */
export interface OutboxSubscriber {
  /** The topics it wants now. Asked again for each round; events nobody wants are dropped by one statement, because a first sync writes 100,000. */
  readonly topics: (db: Db) => Promise<readonly string[]>;
  /**
   * Writes what follows from these events, in the order of their ids, into rows of its own. In the transaction that takes the events off the
   * outbox: each is taken once. Throwing undoes that, and the same events come again; so nothing may be done here that a transaction cannot undo.
   */
  readonly take: (tx: Db, events: readonly OutboxEvent[]) => Promise<void>;
}

/** Reads the topics anybody wants now. */
export async function readWantedTopics(db: Db, subscribers: readonly OutboxSubscriber[]): Promise<readonly string[]> {
  return wantedBy(await readWishes(db, subscribers));
}

const REST_MS = 500;
const AT_ONCE = 500;

/** Hands events on, as they come, until it is stopped. Every process does; the database lets one at a time. `wake` asks it to look now. */
export function startRelay(parts: {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly subscribers: readonly OutboxSubscriber[];
  readonly onError: (error: unknown) => void;
}): KeptDoing {
  const { database, subscribers, onError } = parts;
  let taken: number | undefined;
  return keepDoing(
    async () => {
      taken = undefined;
      taken = await handOnEvents(database.kysely, subscribers);
    },
    () => (taken === AT_ONCE ? 0 : REST_MS),
    onError,
  );
}

/**
 * Hands on what waits, five hundred events at most.
 *
 * @returns how many were taken; undefined when another process is at it
 */
export async function handOnEvents(db: Db, subscribers: readonly OutboxSubscriber[]): Promise<number | undefined> {
  if (!(await hasEvents(db))) return 0;
  return holdOutbox(db, async (connection) => {
    const wishes = await dropRest(connection, subscribers);
    return connection.transaction().execute(async (tx) => {
      const events = await takeEvents(tx, wantedBy(wishes), AT_ONCE);
      for (const { subscriber, topics } of wishes) {
        const own = events.filter(({ topic }) => topics.has(topic));
        if (own.length > 0) await subscriber.take(tx, own);
      }
      return events.length;
    });
  });
}

interface Wish {
  readonly subscriber: OutboxSubscriber;
  readonly topics: ReadonlySet<string>;
}

const wantedBy = (wishes: readonly Wish[]) => [...new Set(wishes.flatMap(({ topics }) => [...topics]))];

async function readWishes(db: Db, subscribers: readonly OutboxSubscriber[]): Promise<readonly Wish[]> {
  const wishes: Wish[] = [];
  for (const subscriber of subscribers) wishes.push({ subscriber, topics: new Set(await subscriber.topics(db)) });
  return wishes;
}

/** Asks who wants what and drops the rest, as of one moment: who began to want an event before it happened is not passed over. */
function dropRest(db: Db, subscribers: readonly OutboxSubscriber[]): Promise<readonly Wish[]> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const wishes = await readWishes(tx, subscribers);
      await dropUnwanted(tx, wantedBy(wishes));
      return wishes;
    });
}
