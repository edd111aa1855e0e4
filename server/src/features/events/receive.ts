import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { EventCounts } from "./counts.ts";
import { storeEvent } from "./inbox-store.ts";
import type {
  AnswerCardAction,
  CardAnswer,
  EventConnection,
  EventConnections,
  EventRefusal,
  EventRoad,
  IncomingEvent,
} from "./ports.ts";
import { within } from "./within.ts";

/** What became of an event. */
export type Receipt =
  | { readonly kind: "taken"; readonly answer: CardAnswer | null }
  | { readonly kind: "refused"; readonly code: EventRefusal };

/** Takes an event for good. @throws where it could not be stored: then it must not be acknowledged */
export type Receive = (via: EventRoad, connection: EventConnection, event: IncomingEvent) => Promise<Receipt>;

export interface ReceiveParts {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly connections: EventConnections;
  readonly counts: EventCounts;
  /** Told that the inbox holds something to look at. */
  readonly onReceived: (connectionId: string) => void;
  readonly answerCardAction: AnswerCardAction;
  readonly onError: (message: string, error: unknown) => void;
}

/** Feishu waits three seconds, the way there and back included. */
const CARD_MS = 2_000;

/**
 * Makes the one way in, whichever road an event came by: it must be from our app and our company, and it is stored, once,
 * before anybody acts on it. A pressed card is answered on the spot, and only the first time.
 */
export function makeReceive(parts: ReceiveParts): Receive {
  const { database, clock, connections, counts, onReceived, answerCardAction, onError } = parts;

  /** A failure that comes too late for the person is told to the log all the same. */
  async function answerCard(
    { id }: EventConnection,
    eventId: string,
    card: NonNullable<IncomingEvent["card"]>,
  ): Promise<CardAnswer> {
    const answering = answerCardAction({ connectionId: id, eventId, ...card }).catch((error: unknown) => {
      onError("a card could not be answered", error);
      return FAILED;
    });
    return (await within(CARD_MS, answering)) ?? STILL_AT_IT;
  }

  return async (via, connection, event) => {
    const refuse = (code: EventRefusal): Receipt => {
      counts.refused(via, connection.id, code, clock.now());
      return { kind: "refused", code };
    };
    if (event.appId !== connection.appId) return refuse("event_app_wrong");
    if (connection.tenantKey === null) await connections.rememberTenant(connection.id, event.tenantKey);
    else if (event.tenantKey !== connection.tenantKey) return refuse("event_tenant_wrong");
    const isNew = await storeEvent(database.kysely, { connectionId: connection.id, event, via, now: clock.now() });
    counts.took(via, isNew);
    if (isNew && event.target !== null) onReceived(connection.id);
    if (event.card === null) return { kind: "taken", answer: null };
    return { kind: "taken", answer: isNew ? await answerCard(connection, event.eventId, event.card) : REPEATED };
  };
}

const STILL_AT_IT: CardAnswer = {
  toast: { type: "info", zh: "仍在处理，请稍后在控制台中查看。", en: "Still at it. Look in the console in a moment." },
  card: null,
};
const FAILED: CardAnswer = {
  toast: { type: "error", zh: "未能处理，请在控制台中操作。", en: "This did not work. Use the console instead." },
  card: null,
};
const REPEATED: CardAnswer = {
  toast: { type: "info", zh: "已收到，请勿重复操作。", en: "This has come already." },
  card: null,
};
