import type { OpenId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Attempt, FeishuWords } from "../../core/notify/attempt.ts";
import type { Address, PersonState } from "../../core/notify/decide-recipient.ts";
import type { Payload } from "../../core/notify/payload.ts";
import { judgeBotCode } from "./bot-codes.ts";
import type { FeishuClient } from "./client.ts";
import { changeCard, PAGE_SIZE, sendMessage, usersBatch } from "./endpoints.ts";
import { type FeishuFailure, isFailure } from "./failure.ts";
import { stateOf } from "./normalise-user.ts";

/** A message on its way out. */
export interface OutgoingMessage {
  readonly to: Exclude<Address, { readonly kind: "none" }>;
  readonly payload: Payload;
  /** Delivered once within an hour under this (feishu contract, trap 46). */
  readonly uuid: string;
}

/**
 * Sends one message, once. Trouble of every kind is an outcome, not an exception: the caller notes it and decides.
 *
 * @throws the signal's reason when it fires
 */
export async function send(client: FeishuClient, message: OutgoingMessage, signal: AbortSignal): Promise<Attempt> {
  const { to, payload, uuid } = message;
  try {
    const { data } = await client.call(sendMessage({ idType: to.kind, id: to.id }, { ...payload, uuid }), { signal });
    return { kind: "sent", feishuMessageId: data.message_id };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return outcomeOf(error);
  }
}

/**
 * Shows something else on a card that was sent. Changing it twice does no harm, so the client tries again by itself.
 *
 * @throws the signal's reason when it fires
 */
export async function updateCard(
  client: FeishuClient,
  messageId: string,
  card: Json,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    await client.call(changeCard(messageId, JSON.stringify(card)), { signal });
    return { kind: "sent", feishuMessageId: messageId };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return outcomeOf(error);
  }
}

/**
 * What people are in Feishu now (product.md 5.2). Whoever the app may not see is `unknown`: messages need no contact range.
 *
 * @throws FeishuFailure for trouble on the way; the signal's reason when it fires
 */
export async function readPersonStates(
  client: FeishuClient,
  people: readonly OpenId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<OpenId, PersonState>> {
  const states = new Map<OpenId, PersonState>(people.map((openId) => [openId, "unknown"]));
  for (let start = 0; start < people.length; start += PAGE_SIZE) {
    try {
      const { data } = await client.call(usersBatch(people.slice(start, start + PAGE_SIZE)), { signal });
      for (const record of data.items ?? []) states.set(record.open_id as OpenId, personStateOf(stateOf(record)));
    } catch (error) {
      const isBlind = isFailure(error) && (error.kind === "permanent" || error.code === "feishu_permission_missing");
      if (!isBlind || error.code === "feishu_quota_exhausted") throw error;
    }
  }
  return states;
}

function personStateOf(state: ReturnType<typeof stateOf>): PersonState {
  return state === "resigned" || state === "exited" ? "left" : state;
}

/** The network's words for a connection that was never made, so that nothing can have arrived. */
const NEVER_CONNECTED = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

/** A failure of any call in the name of the bot → an attempt's end. */
export function outcomeOf(failure: FeishuFailure): Attempt {
  const { code, detail, kind, waitMs } = failure;
  const words: FeishuWords = { feishuCode: detail.feishu_code ?? null, logId: detail.log_id ?? null };
  const judged = detail.feishu_code === undefined ? undefined : judgeBotCode(detail.feishu_code);
  if (judged?.does === "refuse") return { kind: "refused", cause: judged.cause, ...words };
  if (judged?.does === "stop") return { kind: "stopped", cause: judged.cause, detail: { scopes: [] }, ...words };
  if (judged?.does === "wait")
    return { kind: "later", cause: judged.cause, arrived: "no", waitMs: judged.waitMs, ...words };
  if (code === "feishu_quota_exhausted" || (kind === "unauthorised" && code !== "feishu_token_refused")) {
    return { kind: "stopped", cause: code, detail: { scopes: detail.scopes ?? [] }, ...words };
  }
  if (kind === "retry_after" || code === "feishu_token_refused")
    return { kind: "later", cause: code, arrived: "no", waitMs, ...words };
  if (kind === "permanent") {
    const cause = code === "feishu_user_gone" ? "message_recipient_unknown" : code;
    return { kind: "refused", cause, ...words };
  }
  const arrived = NEVER_CONNECTED.includes(detail.cause ?? "") ? "no" : "maybe";
  return { kind: "later", cause: code, arrived, waitMs: null, ...words };
}
