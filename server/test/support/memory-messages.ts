import { err, ok } from "../../src/core/kernel/result.ts";
import type { MessageRecord, Messages, NotificationRecord, StoredTemplate } from "../../src/features/messages/ports.ts";
import { AT, actor, userId } from "./api-samples.ts";
import { pageOf } from "./memory-pages.ts";

/** Messages that live in memory: one notification with one message that failed, and one template. */

const NOTIFICATION: NotificationRecord = {
  id: userId(996),
  sender: actor,
  idempotencyKey: "deploy-7",
  template: "maintenance",
  recipients: { users: 1, groups: ["平台"], departments: [{ name: 'R&D, "平台"', subtree: true }] },
  messages: 1,
  counts: { queued: 0, sending: 0, sent: 0, failed: 1, refused: 0, expired: 0, unknown: 0 },
  createdAt: AT,
  finishedAt: AT,
};

const MESSAGE: MessageRecord = {
  id: userId(997),
  notificationId: NOTIFICATION.id,
  sender: { kind: "api_token", id: userId(950), name: "somebody" },
  user: { id: userId(1), name: '张伟, "Wei" 🙂', username: "user1" },
  template: "maintenance",
  state: "failed",
  attempts: 1,
  reason: { code: "message_recipient_opted_out", detail: {} },
  feishuCode: 230053,
  feishuLogId: "20260101120000AAAA",
  dueAt: null,
  createdAt: AT,
  sentAt: null,
  finishedAt: AT,
};

const texts = { title: "Maintenance", body: "From {{from}}", button: null };
const TEMPLATE: StoredTemplate = {
  ...{ name: "maintenance", builtIn: false, changed: true, updatedAt: AT },
  ...{ format: "card", texts: { en: texts, zh: texts } },
};

export const memoryMessages: Messages = {
  ask: async () => ok(NOTIFICATION),
  listNotifications: async (_filter, page) => pageOf([NOTIFICATION], page),
  findNotification: async (id) => (id === NOTIFICATION.id ? NOTIFICATION : undefined),
  listMessages: async (_filter, page) => pageOf([MESSAGE], page),
  async *exportMessages() {
    yield MESSAGE;
  },
  sendAgain: async (id) => (id === MESSAGE.id ? ok(MESSAGE) : err({ code: "message_not_found" })),
  status: async () => ({ state: "sending", reason: null, since: null, nextTryAt: null, waiting: 0 }),
  sendTest: async () => ok(MESSAGE),
  listTemplates: async () => [TEMPLATE],
  findTemplate: async (name) => (name === TEMPLATE.name ? TEMPLATE : undefined),
  putTemplate: async () => ok(TEMPLATE),
  removeTemplate: async (name) =>
    name === TEMPLATE.name ? ok(TEMPLATE) : err({ code: "message_template_not_found", detail: { name } }),
  preview: async (name) =>
    name === TEMPLATE.name
      ? ok({ type: "text", content: '{"text":"From 02:00"}' })
      : err({ code: "message_template_not_found", detail: { name } }),
};
