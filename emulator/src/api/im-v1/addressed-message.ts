import type { AppCall } from "../../gateway/route.ts";
import type { Message } from "../../messages/message.ts";
import { messageFailure } from "../../messages/message-failure.ts";

/**
 * The message in the path, whoever sent it, unless it is gone.
 *
 * @throws ApiFailure 99992354 unknown, 230011 recalled
 */
export function addressedMessage(call: AppCall): Message {
  const message = call.platform.messages.find(call.pathParams[0] ?? "");
  if (message === undefined) throw messageFailure(99992354);
  if (message.recalled) throw messageFailure(230011);
  return message;
}
