import { ApiFailure } from "../gateway/failure.ts";

/** Refusals of the message family (feishu-contract 7.1). */

const REASONS: Readonly<Record<number, string>> = {
  230001: "Your request contains an invalid request parameter.",
  230002: "The bot can not be outside the group.",
  230006: "Bot ability is not activated.",
  230011: "The message was recalled.",
  230013: "Bot has NO availability to this user.",
  230015: "P2P chat can NOT be shared.",
  230017: "Bot is NOT the owner of the resource.",
  230020: "This operation triggers the frequency limit.",
  230025: "The length of the message content reaches its limit.",
  230026: "No permission to recall this message.",
  230027: "Lack of necessary permissions.",
  230029: "User has resigned.",
  230031: "The message is too old to be updated.",
  230034: "The receive_id is invalid.",
  230035: "Send message permission deny.",
  230053: "The user has stopped the bot from sending messages.",
  230110: "Action unavailable as the message has been deleted.",
  99992351: "not a valid open_id",
  99992354: "not a valid message_id",
  99992360: "not a valid user_id",
  99992361: "open_id cross app",
  99992363: "not a valid union_id",
};

export function messageFailure(code: number, detail?: string): ApiFailure {
  const reason = reasonOf(code);
  return new ApiFailure(400, code, detail === undefined ? reason : `${reason} ext=${detail}`);
}

export function reasonOf(code: number): string {
  return REASONS[code] ?? "send message failed";
}

/** A card that cannot be made: the cause is a sub-code inside msg. */
export function cardFailure(subCode: number, detail: string): ApiFailure {
  return new ApiFailure(400, 230099, `Failed to create card content, ext=ErrCode: ${subCode}; ErrMsg: ${detail};`);
}
