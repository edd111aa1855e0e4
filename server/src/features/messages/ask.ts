import { createHash, randomUUID } from "node:crypto";
import type { Actor } from "../../core/kernel/actor.ts";
import { canonicalJson } from "../../core/kernel/json.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { ASKING_WINDOW_MS, secondsToWait } from "../../core/notify/decide-asking.ts";
import type { MessageSender } from "../../core/notify/message.ts";
import { toPayload } from "../../core/notify/payload.ts";
import { type Clock, millisecondsBetween, plus } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import { resolveAudience } from "./audience-reader.ts";
import { findByKey, insertNotification, lockSender, readAsked } from "./notification-store.ts";
import type { AskFailure, NotificationRequest, TemplateFailure } from "./ports.ts";
import type { QueueMessages } from "./queue-store.ts";
import { readTemplates } from "./template-store.ts";

/** People one notification may go to. */
const MOST_RECIPIENTS = 50_000;
/** Stand for whoever it will be when the template is tried before it is queued. */
const SOMEBODY = { recipient_name: "x", recipient_username: "x" };

interface AskDeps {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
  readonly queue: QueueMessages;
}

/**
 * Takes a notification in: finds the people, and queues a message for each. The same key and question give the same notification,
 * whenever they are asked again.
 *
 * @returns the notification's id
 */
export async function askNotification(
  { database, clock, queue }: AskDeps,
  request: NotificationRequest,
  sender: Actor,
): Promise<Result<string, AskFailure>> {
  const digest = createHash("sha256")
    .update(canonicalJson({ ...request, idempotencyKey: null }), "utf8")
    .digest("hex");
  return await database.kysely.transaction().execute(async (tx) => {
    await lockSender(tx, sender);
    if (request.idempotencyKey !== null) {
      const known = await findByKey(tx, sender, request.idempotencyKey);
      if (known !== undefined) return known.digest === digest ? ok(known.id) : err({ code: "idempotency_key_reused" });
    }
    const { content } = request;
    const flaw = content.kind === "template" ? await findFlaw(tx, content) : undefined;
    if (flaw !== undefined) return err(flaw);
    const { people, named, unknown } = await resolveAudience(tx, request.audience);
    if (unknown.length > 0) return err({ code: "recipients_unknown", detail: { recipients: unknown.slice(0, 20) } });
    if (people.length === 0) return err({ code: "recipients_none" });
    if (people.length > MOST_RECIPIENTS)
      return err({ code: "recipients_too_many", detail: { count: people.length, most: MOST_RECIPIENTS } });
    const now = clock.now();
    const earlier = await readAsked(tx, sender, plus(now, -ASKING_WINDOW_MS));
    const wait = secondsToWait(earlier, people.length, (at) => millisecondsBetween(at, now));
    if (wait > 0) return err({ code: "notification_limit", detail: { retry_after: wait } });

    const id = randomUUID();
    const template = content.kind === "template" ? content.template : null;
    const { idempotencyKey } = request;
    await insertNotification(tx, {
      ...{ id, sender, idempotencyKey, digest, template, now },
      ...{ recipients: named, messages: people.length },
    });
    const from = senderOf(sender);
    await queue(
      tx,
      people.map((recipient) => ({
        ...{ key: `notification/${id}/${recipient}`, sender: from, recipient, content },
        ...{ notificationId: id, expiresAt: request.expiresAt },
      })),
    );
    await appendAudit(tx, {
      ...{ actor: sender, action: "notification.asked", objectKind: "notification", objectId: id },
      after: { template, messages: people.length },
    });
    return ok(id);
  });
}

export function senderOf(actor: Actor): MessageSender {
  const kind = actor.kind === "token" ? "api_token" : "operator";
  return { kind, id: actor.id ?? actor.name, name: actor.name };
}

/** What is wrong with a template and its values, before anybody is written to. */
async function findFlaw(
  db: OpenDatabase["kysely"],
  content: Extract<NotificationRequest["content"], { readonly kind: "template" }>,
): Promise<TemplateFailure | undefined> {
  const templates = await readTemplates(db);
  for (const language of ["en", "zh"] as const) {
    const tried = toPayload(content, language, SOMEBODY, (name) => templates.get(name));
    if (tried.ok) continue;
    const { error } = tried;
    if (error.code === "message_template_gone")
      return { code: "message_template_not_found", detail: { name: content.template } };
    return error.code === "message_value_missing"
      ? { code: error.code, detail: { names: error.names } }
      : { code: error.code };
  }
  return undefined;
}
