import { z } from "zod";
import { fieldViolation } from "../../gateway/failure.ts";
import { TIER_4 } from "../../gateway/rate-limit.ts";
import { readBody } from "../../gateway/read-body.ts";
import { type Reply, success } from "../../gateway/reply.ts";
import type { AppCall, Route } from "../../gateway/route.ts";
import { checkContent } from "../../messages/content.ts";
import { type Message, messageRecord } from "../../messages/message.ts";
import { messageFailure } from "../../messages/message-failure.ts";
import { chatIdOf, RECEIVE_ID_TYPES, recipientOf, refuseUnreachable } from "../../messages/recipient.ts";
import { addressedMessage } from "./addressed-message.ts";
import { SEND_SCOPES } from "./scopes-of-messages.ts";

/** Sending and replying (feishu-contract 7.1). */

export const sendRoutes: readonly Route[] = [
  {
    method: "POST",
    pattern: "/open-apis/im/v1/messages",
    auth: "tenant",
    tier: TIER_4,
    anyScope: SEND_SCOPES,
    handle: send,
  },
  {
    method: "POST",
    pattern: "/open-apis/im/v1/messages/:message_id/reply",
    auth: "tenant",
    tier: TIER_4,
    anyScope: SEND_SCOPES,
    handle: reply,
  },
];

const content = { msg_type: z.string().min(1), content: z.string().min(1), uuid: z.string().max(50).optional() };
const sendBody = z.object({ receive_id: z.string().min(1), ...content });
const replyBody = z.object({ ...content, reply_in_thread: z.boolean().optional() });
type Content = Pick<z.infer<typeof sendBody>, keyof typeof content>;

function send(call: AppCall): Reply {
  if (!call.app.botEnabled) throw messageFailure(230006);
  const asked = call.query.get("receive_id_type") ?? "";
  const type = RECEIVE_ID_TYPES.find((known) => known === asked);
  if (type === undefined) throw fieldViolation("receive_id_type", asked, "receive_id_type is required");
  const body = readBody(call, sendBody);
  checkContent(body.msg_type, body.content, Buffer.byteLength(call.rawBody));
  return deliver(call, body, recipientOf(call, type, body.receive_id));
}

function reply(call: AppCall): Reply {
  if (!call.app.botEnabled) throw messageFailure(230006);
  const body = readBody(call, replyBody);
  const parent = addressedMessage(call);
  checkContent(body.msg_type, body.content, Buffer.byteLength(call.rawBody));
  return deliver(call, body, parent.user, parent, body.reply_in_thread === true);
}

/** One delivery per uuid and hour: a repetition is answered with the first message and counts against no limit. */
function deliver(call: AppCall, body: Content, user: number, parent?: Message, inThread = false): Reply {
  const { platform, app, now } = call;
  const { messages, tenant } = platform;
  const uuid = body.uuid === undefined || body.uuid === "" ? null : body.uuid;
  const first = uuid === null ? undefined : messages.sentWith(app.appId, uuid, now);
  if (first !== undefined) {
    messages.repeated += 1;
    return success(messageRecord(first, tenant.key));
  }
  refuseUnreachable(platform, app, user);
  if (platform.limits.enabled && messages.admit(`${app.appId} to ${user}`, now) > 0) throw messageFailure(230020);
  const message = messages.add({
    appId: app.appId,
    user,
    chatId: chatIdOf(platform, app, user),
    type: body.msg_type,
    content: body.content,
    uuid,
    createdAt: now,
    rootId: parent === undefined ? null : (parent.rootId ?? parent.id),
    parentId: parent?.id ?? null,
    threadId: inThread && parent !== undefined ? (parent.threadId ?? `omt_${parent.id.slice(3, 19)}`) : null,
  });
  return success(messageRecord(message, tenant.key));
}
