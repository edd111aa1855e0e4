import type { App } from "../apps/app.ts";
import { mayUse } from "../apps/availability.ts";
import type { AppCall } from "../gateway/route.ts";
import type { Platform } from "../platform.ts";
import { decodeId, encodeId } from "../tenant/identity.ts";
import { drawFromText } from "../tenant/random.ts";
import { messageFailure } from "./message-failure.ts";

/** From a receive_id to the person a message reaches. */

export const RECEIVE_ID_TYPES = ["open_id", "union_id", "user_id", "email", "chat_id"] as const;
export type ReceiveIdType = (typeof RECEIVE_ID_TYPES)[number];

/** The one-to-one chat of a person with an app's bot. */
export function chatIdOf(platform: Platform, app: App, user: number): string {
  return `oc_${encodeId(chatKey(platform, app), user)}`;
}

function chatKey(platform: Platform, app: App): number {
  return drawFromText(platform.tenant.blueprint.seed, `chat of ${app.appId}`);
}

/**
 * The person a receive_id names.
 *
 * @throws ApiFailure for ids nobody has, of another app, of a group the bot is not in
 */
export function recipientOf(call: AppCall, type: ReceiveIdType, id: string): number {
  const { platform, app } = call;
  if (type === "chat_id") return personOfChat(platform, app, id);
  if (type === "email") return personOfEmail(platform, id);
  const user = app.ids.findUser(id, type);
  if (user !== undefined) return user;
  // A bot cannot write to itself either.
  if (id === `ou_bot_${app.appId.slice(4)}`) throw messageFailure(230013);
  if (type === "union_id") throw messageFailure(99992363);
  if (type === "user_id") throw messageFailure(99992360);
  const others = [...platform.apps.values()].filter((other) => other !== app);
  throw messageFailure(others.some((other) => other.ids.findUser(id, "open_id") !== undefined) ? 99992361 : 99992351);
}

function personOfChat(platform: Platform, app: App, id: string): number {
  if (!id.startsWith("oc_")) throw messageFailure(230034);
  const user = decodeId(chatKey(platform, app), id.slice(3));
  if (user !== undefined && user < platform.tenant.population) return user;
  // Departments have a group of their own; the bot is in none of them.
  throw messageFailure(platform.lookup.departmentByOpenId(`od-${id.slice(3)}`) === undefined ? 230034 : 230002);
}

/** The work e-mail of somebody who is still there; an address nobody has is nobody the bot could reach. */
function personOfEmail(platform: Platform, email: string): number {
  const { tenant } = platform;
  const found = tenant.addresses.findByEmail(email);
  const user = found.find((candidate) => !tenant.isResigned(candidate)) ?? found.at(-1);
  if (user === undefined) throw messageFailure(230013);
  return user;
}

/** @throws ApiFailure where a person cannot be written to: left, outside the availability, or set so by a test */
export function refuseUnreachable(platform: Platform, app: App, user: number): void {
  const { status } = platform.tenant.person(user);
  if (status.is_resigned) throw messageFailure(230029);
  if (status.is_exited || !mayUse(app.availability, user)) throw messageFailure(230013);
  const refusal = platform.messages.refusals.get(user);
  if (refusal !== undefined) throw messageFailure(refusal.code, refusal.msg);
}
