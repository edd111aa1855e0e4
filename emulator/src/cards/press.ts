import type { App } from "../apps/app.ts";
import { makeEnvelope } from "../events/envelope.ts";
import type { Forgery } from "../events/forgery.ts";
import type { PushFailure, PushOutcome } from "../events/outcome.ts";
import type { Message } from "../messages/message.ts";
import type { Platform } from "../platform.ts";
import type { CallbackButton } from "./buttons.ts";
import { readAnswer } from "./callback-answer.ts";

/** Somebody presses a button of a card. */
export interface Press {
  readonly message: Message;
  readonly user: number;
  readonly button: CallbackButton;
  readonly formValue?: Record<string, unknown> | undefined;
  readonly forgery?: Forgery | undefined;
  /** Members put in the place of the true ones, to see what an app believes. */
  readonly operator?: Record<string, unknown> | undefined;
  readonly context?: Record<string, unknown> | undefined;
}

/** What the client tells the person when the app did not answer as it should (feishu-contract 7.4). */
const CLIENT_CODES: Readonly<Record<PushFailure, number>> = {
  no_url: 200340,
  not_subscribed: 200340,
  no_connection: 200340,
  timeout: 200341,
  tcp: 200342,
  connection_lost: 200342,
  dns: 200343,
  status: 200671,
};

/** Sends the callback, once and without a retry, and does to the card what the answer says. */
export async function pressButton(platform: Platform, app: App, press: Press) {
  const { message } = press;
  const now = platform.clock.now();
  const token = platform.cardTokens.issue(app.appId, message.id, now);
  const type = "card.action.trigger";
  const createTime = `${now}000`;
  const facts = { type, tenantKey: platform.tenant.key, createTime, forgery: press.forgery };
  const { eventId, body } = makeEnvelope(app, facts, callbackEvent(platform, app, press, token));
  const outcome = await platform.sender.send(app, app.push.callbacks, body, press.forgery);
  platform.callbacks.count(app.appId, outcome);
  platform.cardTokens.markAnswered(token);
  const shown = { event_id: eventId, token, envelope: JSON.parse(Buffer.from(body, "latin1").toString("utf8")) };
  return { ...shown, ...takeAnswer(platform, message, outcome) };
}

function takeAnswer(platform: Platform, message: Message, outcome: PushOutcome) {
  if (outcome.kind === "failed") {
    const { cause, status = null } = outcome;
    return { client_code: CLIENT_CODES[cause], cause, status, toast: null, card_updated: false, answer: null };
  }
  const read = readAnswer(outcome.answer, JSON.parse(message.content));
  if (read.card !== null) platform.messages.update(message, read.card, platform.clock.now());
  const { clientCode: client_code, toast, card } = read;
  return { client_code, cause: null, status: 200, toast, card_updated: card !== null, answer: outcome.answer };
}

function callbackEvent(platform: Platform, app: App, press: Press, token: string) {
  const { message, user, button } = press;
  const { ids, visibility } = app;
  return {
    operator: {
      tenant_key: platform.tenant.key,
      ...(visibility.employeeId ? { user_id: ids.ofUser(user, "user_id") } : {}),
      open_id: ids.ofUser(user, "open_id"),
      union_id: ids.ofUser(user, "union_id"),
      ...press.operator,
    },
    token,
    action: {
      tag: "button",
      value: button.value,
      timezone: "Asia/Shanghai",
      ...(button.name === null ? {} : { name: button.name }),
      ...(press.formValue === undefined ? {} : { form_value: press.formValue }),
    },
    host: "im_message",
    context: { open_message_id: message.id, open_chat_id: message.chatId, ...press.context },
  };
}
