import { z } from "zod";
import { checkCard, isVersion2 } from "../cards/card.ts";
import { ApiFailure } from "../gateway/failure.ts";
import { TIER_4 } from "../gateway/rate-limit.ts";
import { readBody } from "../gateway/read-body.ts";
import { jsonReply, type Reply } from "../gateway/reply.ts";
import type { AppCall, Route } from "../gateway/route.ts";
import { messageFailure } from "../messages/message-failure.ts";
import { SEND_SCOPES } from "./im-v1/scopes-of-messages.ts";

/** Updating a card after its callback was answered, by the callback's token (feishu-contract 7.4). */

export const cardUpdateRoutes: readonly Route[] = [
  {
    method: "POST",
    pattern: "/open-apis/interactive/v1/card/update",
    auth: "tenant",
    tier: TIER_4,
    anyScope: SEND_SCOPES,
    old: true,
    handle: updateLater,
  },
];

const LARGEST_CARD = 100 * 1024;
const REFUSALS = {
  unknown: [300031, "token is invalid"],
  expired: [300030, "token is expired"],
  too_early: [300032, "the callback has not been answered yet"],
  used_up: [300040, "token has been used twice"],
} as const;

const updateBody = z.object({ token: z.string(), card: z.record(z.string(), z.unknown()) });

function updateLater(call: AppCall): Reply {
  const { platform, app, now } = call;
  const { token, card } = readBody(call, updateBody);
  const { open_ids: _, ...content } = card;
  const text = JSON.stringify(content);
  if (Buffer.byteLength(text) > LARGEST_CARD) throw new ApiFailure(400, 100000, "card is too large");
  checkCard(content);
  const used = platform.cardTokens.use(token, app.appId, now);
  if (typeof used === "string") {
    const [code, msg] = REFUSALS[used];
    throw new ApiFailure(400, code, msg);
  }
  const message = platform.messages.find(used.messageId);
  if (message === undefined || message.recalled) throw messageFailure(230011);
  if (isVersion2(JSON.parse(message.content)) && !isVersion2(content)) {
    throw new ApiFailure(400, 200830, "a card of version 2 cannot become one of version 1");
  }
  platform.messages.update(message, text, now);
  return jsonReply(200, { code: 0, msg: "ok" });
}
