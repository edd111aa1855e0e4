import type { Detail } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { EventTarget } from "../../core/sync/looks.ts";

/** A button of a card that somebody pressed. */
interface PressedCard {
  /** Who pressed, as Feishu tells it. Whether they may is for whoever answers to find out. */
  readonly operatorOpenId: string;
  readonly operatorUnionId: string | null;
  readonly messageId: string;
  /** Good for changing the card later (feishu contract 7.4). */
  readonly updateToken: string;
  readonly value: { readonly [key: string]: Json };
  readonly formValue: { readonly [key: string]: Json };
}

/** What a card told us when somebody pressed it. Where it came from is verified, and it is handed on once per event id. */
export interface CardAction extends PressedCard {
  readonly connectionId: string;
  readonly eventId: string;
}

/** What the person sees at once: a line, another card, or nothing. */
export interface CardAnswer {
  readonly toast: {
    readonly type: "success" | "info" | "warning" | "error";
    readonly zh: string;
    readonly en: string;
  } | null;
  readonly card: Json | null;
}

/** Does what a card asks for; has two seconds before the person is told to look later. */
export type AnswerCardAction = (action: CardAction) => Promise<CardAnswer>;

export type EventRoad = "long_connection" | "webhook";

/** An event as it came, read and not yet judged. */
export interface IncomingEvent {
  /** Feishu's own: a repeated event has the same. */
  readonly eventId: string;
  readonly type: string;
  readonly appId: string;
  readonly tenantKey: string;
  /** Null where Feishu did not say. */
  readonly occurredAt: Instant | null;
  readonly target: EventTarget | null;
  readonly card: PressedCard | null;
}

/** Why something that came is not taken; codes of the closed list in `contract`. */
export type EventRefusal =
  | "event_webhook_off"
  | "event_body_too_large"
  | "event_signature_missing"
  | "event_signature_wrong"
  | "event_time_outside_window"
  | "event_not_encrypted"
  | "event_undecipherable"
  | "event_token_wrong"
  | "event_app_wrong"
  | "event_tenant_wrong"
  | "event_malformed"
  | "event_incomplete";

/** The connection events come for, as it is set now. */
export interface EventConnection {
  readonly id: string;
  readonly appId: string;
  readonly openUrl: string;
  readonly tenantKey: string | null;
  readonly mode: EventRoad | "off";
  readonly secretChangedAt: Instant;
}

/** What proves a webhook. */
export interface EventKeys {
  readonly encryptKey: string;
  readonly verificationToken: string;
}

/** Reads and keeps what events need of the integration. */
export interface EventConnections {
  find(): Promise<EventConnection | undefined>;
  /** Null where none are stored. */
  readKeys(id: string): Promise<EventKeys | null>;
  readSecret(id: string): Promise<string>;
  /** Pins the company, once it is known (product.md 5.12). */
  rememberTenant(id: string, tenantKey: string): Promise<void>;
}

/** One request to the webhook's address, judged. */
export type WebhookReading =
  | { readonly kind: "event"; readonly event: IncomingEvent }
  | { readonly kind: "challenge"; readonly challenge: string }
  /** From Feishu without doubt, and nothing that is documented: a repeat would be the same. */
  | { readonly kind: "unreadable" }
  | { readonly kind: "refused"; readonly code: EventRefusal };

export interface WebhookRequest {
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly body: Buffer;
}

/** How the long connection stands. */
export type LinkState =
  | { readonly state: "connected"; readonly since: Instant }
  | { readonly state: "connecting"; readonly reason: LinkTrouble | null }
  | { readonly state: "refused"; readonly reason: LinkTrouble };

export interface LinkTrouble {
  readonly code: string;
  readonly detail: Detail;
}

export interface LongConnection {
  /** Ends it; settles once no event is being taken any more. */
  close(): Promise<void>;
}

/** Feishu's side of events: what its bytes mean. */
export interface FeishuEvents {
  readWebhook(request: WebhookRequest, keys: EventKeys, now: Instant): WebhookReading;
  writeCardAnswer(answer: CardAnswer): Json;
  openLongConnection(
    app: { readonly appId: string; readonly appSecret: string; readonly openUrl: string },
    on: {
      readonly onEvent: (event: IncomingEvent) => Promise<Json | null>;
      readonly onRefused: (code: EventRefusal) => void;
      readonly onState: (state: LinkState) => void;
    },
  ): LongConnection;
  /** The largest body of a webhook that is read. */
  readonly maxWebhookBytes: number;
}

/** What the consumer of the inbox tells about itself. */
export interface LiveState {
  /** Events that are still to be looked at. */
  readonly pending: number;
  readonly oldestPendingAt: Instant | null;
  /** From what happened in Feishu to the directory, of the last events; null before the first. */
  readonly lagMs: { readonly p50: number; readonly p99: number } | null;
  /** What the last full run found that no event had told. */
  readonly gaps: {
    readonly lastSweepAt: Instant | null;
    readonly missed: number;
    readonly missedUsers: number;
    readonly missedDepartments: number;
  };
  /** Since when nobody is removed for not being found: the contact range changed, and no full run has accepted it yet. */
  readonly removalsFrozenSince: Instant | null;
}

/** Asks the consumer of the inbox how far it is with a connection. */
export type ReadLiveState = (connectionId: string) => Promise<LiveState>;

/** How events arrive, and what came of them in the last 24 hours. */
export interface EventsState {
  readonly mode: EventRoad | "off";
  readonly state: "off" | "connecting" | "connected" | "refused" | "listening";
  readonly reason: LinkTrouble | null;
  readonly owner: string | null;
  readonly connectedSince: Instant | null;
  readonly lastEventAt: Instant | null;
  readonly received: readonly { readonly type: string; readonly count: number }[];
  readonly refused: readonly { readonly code: EventRefusal; readonly count: number; readonly lastAt: Instant }[];
  readonly hasKeys: boolean;
  readonly live: LiveState | null;
}
