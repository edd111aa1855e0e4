import type { Failure } from "../../core/kernel/failure.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { type Clock, plus } from "../../platform/clock/clock.ts";
import { keepDoing } from "../../platform/clock/keep-doing.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { type EventMeters, makeEventCounts } from "./counts.ts";
import { countEvents } from "./inbox-store.ts";
import { keepLongConnection } from "./keep-connection.ts";
import { readLongConnection } from "./long-connection-store.ts";
import type {
  AnswerCardAction,
  EventConnection,
  EventConnections,
  EventsState,
  FeishuEvents,
  ReadLiveState,
} from "./ports.ts";
import { makeReceive } from "./receive.ts";
import { addRefusals, readRefusals } from "./refusal-store.ts";
import { type AnswerWebhook, makeAnswerWebhook } from "./webhook.ts";

export interface EventsParts {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly connections: EventConnections;
  readonly feishu: FeishuEvents;
  readonly meters: EventMeters;
  readonly ownerName: string;
  /** Told that the inbox of a connection holds something to look at. */
  readonly onReceived: (connectionId: string) => void;
  readonly answerCardAction: AnswerCardAction;
  /** Null while nothing looks at events. */
  readonly readLive: ReadLiveState | null;
  readonly onError: (message: string, error: unknown) => void;
}

/** What Feishu tells us by itself. */
export interface Events {
  readonly feishu: FeishuEvents;
  readonly answerWebhook: AnswerWebhook;
  /** Counts a webhook whose body nobody reads. */
  countTooLarge(): Promise<void>;
  readState(): Promise<Result<EventsState, Failure<"integration_not_configured">>>;
  isConnected(): boolean;
  /** Closes the long connection, lets events under way be stored, and keeps the last counts. */
  stop(): Promise<void>;
}

const KEEP_COUNTS_EVERY_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Puts the roads of events together and opens the one that is set. */
export function startEvents(parts: EventsParts): Events {
  const { database, clock, connections, feishu, readLive, onError } = parts;
  const db = database.kysely;
  const counts = makeEventCounts(parts.meters);
  const receive = makeReceive({ ...parts, counts });
  const keeper = keepLongConnection({ ...parts, counts, receive });

  /** Counts of the last second are lost with a process that dies: they are figures, not events. */
  const keepCounts = () => counts.flush((counted) => addRefusals(db, counted));
  const counting = keepDoing(
    keepCounts,
    () => KEEP_COUNTS_EVERY_MS,
    (error) => onError("refused events could not be counted", error),
  );

  async function readLink(
    connection: EventConnection,
  ): Promise<Pick<EventsState, "state" | "reason" | "owner" | "connectedSince">> {
    const nobody = { reason: null, owner: null, connectedSince: null };
    if (connection.mode === "off") return { ...nobody, state: "off" };
    if (connection.mode === "webhook") return { ...nobody, state: "listening" };
    const kept = await readLongConnection(db, connection.id);
    if (kept === undefined) return { ...nobody, state: "connecting" };
    const { owner, link } = kept;
    return link.state === "connected"
      ? { owner, state: "connected", reason: null, connectedSince: link.since }
      : { owner, state: link.state, reason: link.reason, connectedSince: null };
  }

  return {
    feishu,
    answerWebhook: makeAnswerWebhook({ ...parts, counts, receive }),
    async countTooLarge() {
      const connection = await connections.find().catch((error: unknown) => {
        onError("a refused event could not be counted", error);
        return undefined;
      });
      counts.refused("webhook", connection?.id ?? null, "event_body_too_large", clock.now());
    },
    async readState() {
      const connection = await connections.find();
      if (connection === undefined) return err({ code: "integration_not_configured" });
      const since = plus(clock.now(), -DAY_MS);
      await keepCounts();
      const { received, lastAt } = await countEvents(db, connection.id, since);
      return ok({
        mode: connection.mode,
        ...(await readLink(connection)),
        lastEventAt: lastAt,
        received,
        refused: await readRefusals(db, connection.id, since),
        hasKeys: (await connections.readKeys(connection.id)) !== null,
        live: readLive === null ? null : await readLive(connection.id),
      });
    },
    isConnected: () => keeper.isConnected(),
    async stop() {
      await counting.stop();
      await keeper.stop();
      await keepCounts();
    },
  };
}
