import { randomUUID } from "node:crypto";
import { err, ok } from "../../core/kernel/result.ts";
import { LIFE_MS } from "../../core/notify/message.ts";
import { renderTemplate } from "../../core/notify/payload.ts";
import { findSlip, RECIPIENT_VALUES } from "../../core/notify/template.ts";
import { type Clock, plus } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import { askNotification, senderOf } from "./ask.ts";
import { resolveAudience } from "./audience-reader.ts";
import type { Delivery } from "./deliver.ts";
import { gateOf } from "./gate.ts";
import { countWaiting, exportMessages, findMessage, listMessages } from "./log-reader.ts";
import { findNotification, listNotifications } from "./notification-reader.ts";
import { deferMessage, requeueMessage } from "./notification-store.ts";
import type { MessageChannel, MessageRecord, MessageStatus, Messages, Reason } from "./ports.ts";
import type { QueueMessages } from "./queue-store.ts";
import { findStop } from "./stop-store.ts";
import { deleteTemplate, findBuiltIn, readTemplates, writeTemplate } from "./template-store.ts";

interface MessagesDeps {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly channel: MessageChannel;
  readonly queue: QueueMessages;
  readonly delivery: Pick<Delivery, "sendNow">;
}

/** A test is news for so long. */
const TEST_LIFE_MS = 60_000;
const SAMPLE_PERSON = { recipient_name: "张伟", recipient_username: "zhang.wei" };

/** Makes the use cases of messages and notifications. */
export function makeMessages(deps: MessagesDeps): Messages {
  const { clock, channel, queue, delivery } = deps;
  const db = deps.database.kysely;

  async function status(): Promise<MessageStatus> {
    const gate = gateOf(await channel.findConnection());
    const waiting = await countWaiting(db);
    const nothing = { since: null, nextTryAt: null, waiting };
    if (!gate.open) return { state: "off", reason: { code: gate.code, detail: {} }, ...nothing };
    const stop = await findStop(db);
    if (stop === undefined) return { state: "sending", reason: null, ...nothing };
    const { code, scopes, since, nextTryAt } = stop;
    return {
      state: "stopped",
      reason: { code, detail: scopes.length > 0 ? { scopes } : {} },
      since,
      nextTryAt,
      waiting,
    };
  }
  /** Queued messages say why they wait: what holds all of them up comes first. */
  async function explain(): Promise<(message: MessageRecord) => MessageRecord> {
    const held: Reason | null = (await status()).reason;
    return (message) => (message.state === "queued" && held !== null ? { ...message, reason: held } : message);
  }
  const getMessage = async (id: string): Promise<MessageRecord> => {
    const found = await findMessage(db, id);
    if (found === undefined) throw new Error(`message ${id} is gone`);
    return (await explain())(found);
  };
  const getTemplate = async (name: string) => (await readTemplates(db)).get(name);

  return {
    async ask(request, sender) {
      const asked = await askNotification(deps, request, sender);
      if (!asked.ok) return asked;
      const made = await findNotification(db, asked.value);
      if (made === undefined) throw new Error(`notification ${asked.value} is gone`);
      return ok(made);
    },
    async listNotifications(filter, page) {
      const found = await listNotifications(db, filter, page);
      return found === undefined ? err({ code: "cursor_invalid" }) : ok(found);
    },
    findNotification: (id) => findNotification(db, id),
    async listMessages(filter, page) {
      const found = await listMessages(db, filter, page);
      return found === undefined
        ? err({ code: "cursor_invalid" })
        : ok({ ...found, items: found.items.map(await explain()) });
    },
    async *exportMessages(filter) {
      const explained = await explain();
      for await (const message of exportMessages(db, filter)) yield explained(message);
    },
    async sendAgain(messageId, notification, actor) {
      const found = await findMessage(db, messageId);
      if (found === undefined || (notification !== null && found.notificationId !== notification))
        return err({ code: "message_not_found" });
      const now = clock.now();
      const isQueued = await db.transaction().execute(async (tx) => {
        if (!(await requeueMessage(tx, messageId, { now, expiresAt: plus(now, LIFE_MS) }))) return false;
        await appendAudit(tx, {
          ...{ actor, action: "message.sent_again", objectKind: "message", objectId: messageId },
          before: { state: found.state },
        });
        return true;
      });
      if (!isQueued) return err({ code: "message_not_ended", detail: { state: found.state } });
      return ok(await getMessage(messageId));
    },
    status,
    async sendTest(user, actor) {
      const gate = gateOf(await channel.findConnection());
      if (!gate.open) return err({ code: gate.code });
      const { people, unknown } = await resolveAudience(db, { users: [user], groups: [], departments: [] });
      const [recipient] = people;
      if (recipient === undefined) return err({ code: "recipients_unknown", detail: { recipients: unknown } });
      const message = await db.transaction().execute(async (tx) => {
        const [queued] = await queue(tx, [
          {
            ...{ key: `test/${randomUUID()}`, sender: senderOf(actor), recipient, notificationId: null },
            content: { kind: "template", template: "test_message", values: {} },
            expiresAt: plus(clock.now(), TEST_LIFE_MS),
          },
        ]);
        await appendAudit(tx, { actor, action: "message.tested", objectKind: "user", objectId: recipient });
        if (queued === undefined) throw new Error("a test was not queued");
        await deferMessage(tx, queued.id, plus(clock.now(), TEST_LIFE_MS / 2));
        return queued.id;
      });
      await delivery.sendNow(message);
      return ok(await getMessage(message));
    },
    listTemplates: async () => [...(await readTemplates(db)).values()],
    findTemplate: getTemplate,
    async putTemplate(name, template, actor) {
      const slip = findSlip(template);
      if (slip !== undefined)
        return err({ code: "message_template_invalid", detail: { text: slip.text.slice(0, 100) } });
      const before = await getTemplate(name);
      await db.transaction().execute(async (tx) => {
        await writeTemplate(tx, name, template, clock.now());
        await appendAudit(tx, {
          ...{ actor, action: "message_template.written", objectKind: "message_template", objectId: name },
          ...(before === undefined ? {} : { before: { format: before.format, texts: toJson(before.texts) } }),
          after: { format: template.format, texts: toJson(template.texts) },
        });
      });
      const written = await getTemplate(name);
      if (written === undefined) throw new Error(`template ${name} is gone`);
      return ok(written);
    },
    async removeTemplate(name, actor) {
      const before = await getTemplate(name);
      if (before === undefined) return err({ code: "message_template_not_found", detail: { name } });
      await db.transaction().execute(async (tx) => {
        await deleteTemplate(tx, name);
        const action = before.builtIn ? "message_template.reset" : "message_template.deleted";
        await appendAudit(tx, { actor, action, objectKind: "message_template", objectId: name });
      });
      return ok((await getTemplate(name)) ?? before);
    },
    async preview(name, { language, values, template }) {
      const stored = await getTemplate(name);
      const shown = template ?? stored;
      if (shown === undefined) return err({ code: "message_template_not_found", detail: { name } });
      const slip = findSlip(shown);
      if (slip !== undefined)
        return err({ code: "message_template_invalid", detail: { text: slip.text.slice(0, 100) } });
      const samples = findBuiltIn(name)?.samples ?? {};
      const rendered = renderTemplate(shown, language, { ...samples, ...values, ...SAMPLE_PERSON });
      if (rendered.ok) return rendered;
      const { error } = rendered;
      if (error.code === "message_value_missing") {
        const names = error.names.filter((missing) => !RECIPIENT_VALUES.includes(missing as never));
        return err({ code: error.code, detail: { names } });
      }
      return err({ code: "message_link_invalid" });
    },
  };
}

const toJson = (texts: object) => JSON.parse(JSON.stringify(texts));
