import type { Json } from "../../core/kernel/json.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { EventCounts } from "./counts.ts";
import type { EventConnections, EventRefusal, FeishuEvents, WebhookRequest } from "./ports.ts";
import type { Receive } from "./receive.ts";
import { tellOnce } from "./tell-once.ts";
import { within } from "./within.ts";

/** How a request to the webhook's address is answered. */
export type WebhookAnswer =
  | { readonly kind: "body"; readonly body: Json }
  | { readonly kind: "refused"; readonly code: EventRefusal }
  /** It could not be stored in time: Feishu sends it again. */
  | { readonly kind: "later" };

export type AnswerWebhook = (request: WebhookRequest) => Promise<WebhookAnswer>;

export interface WebhookParts {
  readonly clock: Clock;
  readonly connections: EventConnections;
  readonly feishu: FeishuEvents;
  readonly counts: EventCounts;
  readonly receive: Receive;
  readonly onError: (message: string, error: unknown) => void;
}

const ACKNOWLEDGED: WebhookAnswer = { kind: "body", body: {} };
/** Feishu waits three seconds, the way there and back included. */
const ANSWER_MS = 2_700;

/** Makes the webhook: judged first, stored next, acknowledged last. */
export function makeAnswerWebhook(parts: WebhookParts): AnswerWebhook {
  const { clock, connections, feishu, counts, receive, onError } = parts;
  const storing = tellOnce((error) => onError("an event could not be stored; Feishu will push it again", error));

  async function answer(request: WebhookRequest): Promise<WebhookAnswer> {
    const connection = await connections.find();
    const refuse = (code: EventRefusal): WebhookAnswer => {
      counts.refused("webhook", connection?.id ?? null, code, clock.now());
      return { kind: "refused", code };
    };
    if (connection?.mode !== "webhook") return refuse("event_webhook_off");
    const keys = await connections.readKeys(connection.id);
    if (keys === null) return refuse("event_webhook_off");
    const reading = feishu.readWebhook(request, keys, clock.now());
    if (reading.kind === "refused") return refuse(reading.code);
    if (reading.kind === "unreadable") {
      refuse("event_malformed");
      return ACKNOWLEDGED;
    }
    if (reading.kind === "challenge") return { kind: "body", body: { challenge: reading.challenge } };
    const receipt = await receive("webhook", connection, reading.event);
    storing.succeeded();
    if (receipt.kind === "refused") return receipt;
    return receipt.answer === null ? ACKNOWLEDGED : { kind: "body", body: feishu.writeCardAnswer(receipt.answer) };
  }

  return async (request) => {
    const answering = answer(request).catch((error: unknown): WebhookAnswer => {
      storing.failed(error);
      return { kind: "later" };
    });
    return (await within(ANSWER_MS, answering)) ?? { kind: "later" };
  };
}
