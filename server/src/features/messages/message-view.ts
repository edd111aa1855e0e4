import type { MessageSender } from "../../core/notify/message.ts";
import { placeholdersOf } from "../../core/notify/template.ts";
import { toReason } from "../../platform/http/index.ts";
import type { MessageRecord, MessageStatus, NotificationRecord, StoredTemplate } from "./ports.ts";

/** Records → as the contract shows them. */

const nameOf = (sender: MessageSender) => (sender.kind === "notice" ? sender.notice : sender.name);
const reasonOf = (reason: MessageRecord["reason"]) => (reason === null ? null : toReason(reason));

export function toMessageView(message: MessageRecord) {
  return {
    id: message.id,
    notification_id: message.notificationId,
    sender: nameOf(message.sender),
    user: message.user,
    template: message.template,
    state: message.state,
    attempts: message.attempts,
    reason: reasonOf(message.reason),
    feishu_code: message.feishuCode,
    feishu_log_id: message.feishuLogId,
    due_at: message.dueAt,
    created_at: message.createdAt,
    sent_at: message.sentAt,
    finished_at: message.finishedAt,
  };
}

export function toMessageRow(message: MessageRecord) {
  const reason = reasonOf(message.reason);
  return {
    id: message.id,
    notification_id: message.notificationId,
    sender: nameOf(message.sender),
    user_id: message.user.id,
    username: message.user.username,
    name: message.user.name,
    template: message.template,
    state: message.state,
    attempts: message.attempts,
    code: reason?.code ?? null,
    reason: reason?.message ?? null,
    feishu_code: message.feishuCode,
    feishu_log_id: message.feishuLogId,
    created_at: message.createdAt,
    sent_at: message.sentAt,
  };
}

export function toNotificationView(notification: NotificationRecord) {
  const { recipients } = notification;
  return {
    id: notification.id,
    state: notification.finishedAt === null ? ("sending" as const) : ("finished" as const),
    sender: notification.sender,
    idempotency_key: notification.idempotencyKey,
    template: notification.template,
    recipients: {
      users: recipients.users,
      groups: [...recipients.groups],
      departments: recipients.departments.map(({ name, subtree }) => ({ name, subtree })),
    },
    messages: notification.messages,
    counts: { ...notification.counts },
    created_at: notification.createdAt,
    finished_at: notification.finishedAt,
  };
}

export function toStatusView({ state, reason, since, nextTryAt, waiting }: MessageStatus) {
  return { state, reason: reasonOf(reason), since, next_try_at: nextTryAt, waiting };
}

export function toTemplateView(template: StoredTemplate) {
  const { name, builtIn, changed, format, texts, updatedAt } = template;
  const placeholders = [...placeholdersOf(template)];
  return { name, built_in: builtIn, changed, format, texts: { ...texts }, placeholders, updated_at: updatedAt };
}
