import { z } from "zod";
import type { App } from "../apps/app.ts";
import { callbackButtons } from "../cards/buttons.ts";
import { pressButton } from "../cards/press.ts";
import { forgeryInput } from "../events/forgery.ts";
import type { Batch } from "../messages/batch-log.ts";
import type { Message } from "../messages/message.ts";
import { reasonOf } from "../messages/message-failure.ts";
import type { Platform } from "../platform.ts";
import { type ControlCall, type ControlRoute, concernedApp, readControlBody } from "./control-route.ts";
import { ControlMistake } from "./mistake.ts";
import { findUser } from "./references.ts";

/** What the bots sent: who got what, when, under which uuid; buttons pressed; people who cannot be written to. */
export const messageControl: readonly ControlRoute[] = [
  { method: "GET", pattern: "/messages", run: listMessages },
  { method: "GET", pattern: "/messages/:message", run: (call) => showMessage(call.platform, addressed(call)) },
  { method: "POST", pattern: "/messages/:message/press", run: press },
  { method: "PUT", pattern: "/users/:user/messaging", run: refuseMessages },
];

/** Messages and batches of one app, or of one person (`?user=`), the oldest first; `?limit=` the latest ones only. */
function listMessages(call: ControlCall) {
  const { platform, query } = call;
  const app = concernedApp(call);
  const reference = query.get("user");
  const user = reference === null ? undefined : findUser(platform, app, reference);
  const limit = Number(query.get("limit") ?? "10000");
  if (!Number.isInteger(limit) || limit < 1) throw new ControlMistake(400, "limit_invalid", "limit is a number from 1");
  const messages = [...platform.messages.all].filter(
    (message) => message.appId === app.appId && (user === undefined || message.user === user),
  );
  const batches = [...platform.batches.all].filter(
    (batch) => batch.appId === app.appId && (user === undefined || batch.users.includes(user)),
  );
  return {
    sent: platform.messages.sent,
    repeated: platform.messages.repeated,
    messages: messages.slice(-limit).map((message) => showMessage(platform, message)),
    batches: batches.map((batch) => showBatch(app, batch)),
  };
}

function showMessage(platform: Platform, message: Message) {
  const app = platform.apps.get(message.appId) as App;
  return {
    message_id: message.id,
    app_id: message.appId,
    open_id: app.ids.ofUser(message.user, "open_id"),
    union_id: app.ids.ofUser(message.user, "union_id"),
    chat_id: message.chatId,
    msg_type: message.type,
    content: JSON.parse(message.content) as unknown,
    uuid: message.uuid,
    sent_at: new Date(message.createdAt).toISOString(),
    updates: message.updates,
    recalled: message.recalled,
    parent_id: message.parentId,
  };
}

function showBatch(app: App, batch: Batch) {
  return {
    message_id: batch.id,
    msg_type: batch.type,
    content: JSON.parse(batch.content) as unknown,
    receivers: batch.users.length,
    open_ids: batch.users.slice(0, 1000).map((user) => app.ids.ofUser(user, "open_id")),
    sent_at: new Date(batch.createdAt).toISOString(),
    recalled: batch.recalled,
  };
}

function addressed(call: ControlCall): Message {
  const message = call.platform.messages.find(call.params[0] ?? "");
  if (message === undefined) throw new ControlMistake(404, "message_unknown", `there is no message ${call.params[0]}`);
  return message;
}

const members = z.record(z.string(), z.unknown());
const pressBody = z.strictObject({
  user: z.string().optional(),
  button: z.union([z.string(), z.number().int().min(0)]).default(0),
  form_value: members.optional(),
  operator: members.optional(),
  context: members.optional(),
  forgery: forgeryInput.optional(),
});

/** The receiver presses a button, or somebody else whom a test makes do it. */
function press(call: ControlCall) {
  const { platform } = call;
  const body = readControlBody(call, pressBody);
  const message = addressed(call);
  const app = platform.apps.get(message.appId) as App;
  if (message.type !== "interactive") throw new ControlMistake(400, "not_a_card", `${message.id} is no card`);
  const buttons = callbackButtons(JSON.parse(message.content));
  const button =
    typeof body.button === "number"
      ? buttons[body.button]
      : buttons.find(({ label, name }) => label === body.button || name === body.button);
  if (button === undefined) throw new ControlMistake(404, "button_unknown", `there is no button ${body.button}`);
  const user = body.user === undefined ? message.user : findUser(platform, app, body.user);
  const { form_value: formValue, operator, context, forgery } = body;
  return pressButton(platform, app, { message, user, button, formValue, operator, context, forgery });
}

const refusalBody = z.strictObject({ code: z.number().int().min(1).nullable(), msg: z.string().optional() });

function refuseMessages(call: ControlCall) {
  const { code, msg } = readControlBody(call, refusalBody);
  const { platform } = call;
  const app = concernedApp(call);
  const user = findUser(platform, app, call.params[0] ?? "");
  if (code === null) platform.messages.refusals.delete(user);
  else platform.messages.refusals.set(user, { code, msg: msg ?? reasonOf(code) });
  return { open_id: app.ids.ofUser(user, "open_id"), code };
}
