import { z } from "zod";
import { checkCard, isShared } from "../../cards/card.ts";
import { TIER_4 } from "../../gateway/rate-limit.ts";
import { readBody } from "../../gateway/read-body.ts";
import { type Reply, success } from "../../gateway/reply.ts";
import type { AppCall, Route } from "../../gateway/route.ts";
import { checkContent } from "../../messages/content.ts";
import { messageRecord } from "../../messages/message.ts";
import { cardFailure, messageFailure } from "../../messages/message-failure.ts";
import { addressedMessage } from "./addressed-message.ts";
import { READ_SCOPES, RECALL_SCOPES, UPDATE_SCOPES } from "./scopes-of-messages.ts";

/** A message that was sent: read, card updated, recalled (feishu-contract 7.1). */

const MESSAGE = "/open-apis/im/v1/messages/:message_id";
/** How long a card may be updated. */
const UPDATABLE_MS = 14 * 24 * 60 * 60 * 1000;

export const messageRoutes: readonly Route[] = [
  { method: "GET", pattern: MESSAGE, auth: "tenant", tier: TIER_4, anyScope: READ_SCOPES, handle: read },
  { method: "PATCH", pattern: MESSAGE, auth: "tenant", tier: TIER_4, anyScope: UPDATE_SCOPES, handle: updateCard },
  { method: "DELETE", pattern: MESSAGE, auth: "tenant", tier: TIER_4, anyScope: RECALL_SCOPES, handle: recall },
];

function read(call: AppCall): Reply {
  const { messages, tenant } = call.platform;
  const message = messages.find(call.pathParams[0] ?? "");
  if (message === undefined || message.appId !== call.app.appId) throw messageFailure(99992354);
  return success({ items: [messageRecord(message, tenant.key)] });
}

const updateBody = z.object({ content: z.string().min(1) });

function updateCard(call: AppCall): Reply {
  const { platform, app, now } = call;
  if (!app.botEnabled) throw messageFailure(230006);
  const { content } = readBody(call, updateBody);
  const message = addressedMessage(call);
  if (message.appId !== app.appId) throw messageFailure(230027);
  if (message.type !== "interactive") throw messageFailure(230001, "not a card");
  if (now - message.createdAt > UPDATABLE_MS) throw messageFailure(230031);
  checkContent("interactive", content, Buffer.byteLength(call.rawBody));
  for (const card of [JSON.parse(message.content), JSON.parse(content)]) {
    checkCard(card);
    if (!isShared(card)) throw cardFailure(200621, "update_multi is not true");
  }
  if (platform.limits.enabled && platform.messages.admit(message.id, now) > 0) throw messageFailure(230020);
  platform.messages.update(message, content, now);
  return success({});
}

function recall(call: AppCall): Reply {
  if (!call.app.botEnabled) throw messageFailure(230006);
  const message = call.platform.messages.find(call.pathParams[0] ?? "");
  if (message === undefined) throw messageFailure(99992354);
  if (message.appId !== call.app.appId) throw messageFailure(230026);
  if (message.recalled) throw messageFailure(230110);
  message.recalled = true;
  return success({});
}
