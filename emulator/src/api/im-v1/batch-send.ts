import { z } from "zod";
import { mayUse } from "../../apps/availability.ts";
import { isObject } from "../../cards/card.ts";
import { ApiFailure } from "../../gateway/failure.ts";
import { TIER_4 } from "../../gateway/rate-limit.ts";
import { type Reply, success } from "../../gateway/reply.ts";
import type { AppCall, Route } from "../../gateway/route.ts";
import { checkContent } from "../../messages/content.ts";
import { ROOT } from "../../tenant/department.ts";
import { BATCH_SCOPES, MANY_DEPARTMENTS_SCOPE, MANY_USERS_SCOPE } from "./scopes-of-messages.ts";

/** One message to many (feishu-contract 7.2): an old API, whose refusals come with HTTP 200. */

export const batchSendRoutes: readonly Route[] = [
  {
    method: "POST",
    pattern: "/open-apis/message/v4/batch_send",
    auth: "tenant",
    tier: TIER_4,
    anyScope: BATCH_SCOPES,
    old: true,
    handle: sendBatch,
  },
];

const ids = z.array(z.string()).max(200).default([]);
const batchBody = z.object({
  department_ids: ids,
  open_ids: ids,
  user_ids: ids,
  union_ids: ids,
  msg_type: z.enum(["text", "image", "post", "share_chat", "interactive"]),
  content: z.record(z.string(), z.unknown()).optional(),
  card: z.record(z.string(), z.unknown()).optional(),
});
type BatchBody = z.infer<typeof batchBody>;

const PARAM_INVALID = 10003;
const USERS_SCOPE_MISSING = 11203;
const DEPARTMENTS_SCOPE_MISSING = 11204;
const NO_BOT = 11205;
const DAY_USED_UP = 11247;

function sendBatch(call: AppCall): Reply {
  const { platform, app, now } = call;
  const body = readBatch(call);
  if (!app.botEnabled) throw refusal(NO_BOT, "app do not have bot");
  const named = [...body.open_ids, ...body.user_ids, ...body.union_ids];
  if (named.length > 0 && !app.granted.has(MANY_USERS_SCOPE))
    throw refusal(USERS_SCOPE_MISSING, "no permission to send to users");
  if (body.department_ids.length > 0 && !app.granted.has(MANY_DEPARTMENTS_SCOPE)) {
    throw refusal(DEPARTMENTS_SCOPE_MISSING, "no permission to send to departments");
  }
  if (named.length + body.department_ids.length === 0) throw refusal(PARAM_INVALID, "invalid param: no receiver");
  const content = contentOf(call, body);
  const { users, invalid } = receiversOf(call, body);
  if (users.length > platform.batches.leftToday(app.appId, now))
    throw refusal(DAY_USED_UP, "daily limit of batch messages");
  const batch = platform.batches.add({ appId: app.appId, type: body.msg_type, content, users, createdAt: now });
  return success({ message_id: batch.id, ...invalid });
}

function readBatch(call: AppCall): BatchBody {
  try {
    return batchBody.parse(JSON.parse(call.rawBody));
  } catch {
    throw refusal(PARAM_INVALID, "invalid param");
  }
}

/** Text and others under `content`, a post as `{"post":{…}}`, a card under `card`. */
function contentOf(call: AppCall, body: BatchBody): string {
  const content = body.content ?? {};
  const value = body.msg_type === "interactive" ? body.card : body.msg_type === "post" ? content["post"] : content;
  if (!isObject(value)) throw refusal(PARAM_INVALID, "invalid param: content");
  const text = JSON.stringify(value);
  try {
    checkContent(body.msg_type, text, Buffer.byteLength(call.rawBody));
  } catch (error) {
    if (error instanceof ApiFailure) throw refusal(error.code === 230099 ? 230100 : PARAM_INVALID, error.message);
    throw error;
  }
  return text;
}

/** People named and people of departments with all below; the root, strangers and who may not use the app are invalid. */
function receiversOf(call: AppCall, body: BatchBody) {
  const { app, platform } = call;
  const { tenant } = platform;
  const users = new Set<number>();
  const reaches = (user: number) => !tenant.isResigned(user) && mayUse(app.availability, user);
  const people = (list: readonly string[], type: "open_id" | "user_id" | "union_id") =>
    list.filter((id) => {
      const user = app.ids.findUser(id, type);
      if (user === undefined || !reaches(user)) return true;
      users.add(user);
      return false;
    });
  const invalid_department_ids = body.department_ids.filter((id) => {
    const index = app.ids.findDepartment(id, "open_department_id") ?? app.ids.findDepartment(id, "department_id");
    if (index === undefined || index === ROOT) return true;
    for (const department of [index, ...tenant.tree.subtreeOf(index)]) {
      for (const user of Array.from(tenant.memberships.listOf(department))) if (reaches(user)) users.add(user);
    }
    return false;
  });
  const invalid = {
    invalid_department_ids,
    invalid_open_ids: people(body.open_ids, "open_id"),
    invalid_user_ids: people(body.user_ids, "user_id"),
    invalid_union_ids: people(body.union_ids, "union_id"),
  };
  return { users: [...users], invalid };
}

function refusal(code: number, msg: string): ApiFailure {
  return new ApiFailure(200, code, msg);
}
