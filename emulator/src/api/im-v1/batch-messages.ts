import { TIER_4 } from "../../gateway/rate-limit.ts";
import { type Reply, success } from "../../gateway/reply.ts";
import type { AppCall, Route } from "../../gateway/route.ts";
import type { Batch } from "../../messages/batch-log.ts";
import { messageFailure } from "../../messages/message-failure.ts";
import { BATCH_SCOPES } from "./scopes-of-messages.ts";

/** What became of a message to many (feishu-contract 7.2). */

const BATCH = "/open-apis/im/v1/batch_messages/:batch_message_id";
const guard = { auth: "tenant", tier: TIER_4, anyScope: BATCH_SCOPES } as const;

export const batchMessageRoutes: readonly Route[] = [
  { method: "GET", pattern: `${BATCH}/get_progress`, ...guard, handle: showProgress },
  { method: "GET", pattern: `${BATCH}/read_user`, ...guard, handle: showReaders },
  { method: "DELETE", pattern: BATCH, ...guard, handle: recall },
];

function addressed(call: AppCall): Batch {
  const batch = call.platform.batches.find(call.pathParams[0] ?? "");
  if (batch === undefined || batch.appId !== call.app.appId)
    throw messageFailure(230001, "batch message id is invalid");
  return batch;
}

function showProgress(call: AppCall): Reply {
  const { users, recalled } = addressed(call);
  return success({
    batch_message_send_progress: {
      valid_user_ids_count: users.length,
      success_user_ids_count: users.length,
      read_user_ids_count: 0,
    },
    batch_message_recall_progress: { recall: recalled, recall_count: recalled ? users.length : 0 },
  });
}

function showReaders(call: AppCall): Reply {
  const { users } = addressed(call);
  return success({ read_user: { read_count: "0", total_count: String(users.length) } });
}

function recall(call: AppCall): Reply {
  addressed(call).recalled = true;
  return success({});
}
