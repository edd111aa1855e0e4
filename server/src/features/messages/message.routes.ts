import { type BodyOf, routes } from "@larkbridge/contract";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { MessageContent } from "../../core/notify/message.ts";
import {
  actorOf,
  type HttpScope,
  mapRows,
  registerList,
  registerRoute,
  replyFound,
  replyWith,
  respond,
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import { toMessageRow, toMessageView, toNotificationView, toStatusView, toTemplateView } from "./message-view.ts";
import type { Messages } from "./ports.ts";

/** Registers the routes of notifications, the delivery log and templates. */
export function registerMessageRoutes(scope: HttpScope, messages: Messages): void {
  registerRoute(scope, routes.createNotification, async ({ body, idempotencyKey, principal }) => {
    const asked = await messages.ask(
      {
        audience: body.recipients,
        content: contentOf(body),
        idempotencyKey: body.idempotency_key ?? idempotencyKey,
        expiresAt: (body.expires_at ?? null) as Instant | null,
      },
      actorOf(principal),
    );
    return replyWith(202, asked, toNotificationView);
  });
  registerRoute(scope, routes.listNotifications, async ({ query }) =>
    replyWith(200, await messages.listNotifications(query, toPageQuery(query)), (page) =>
      toPage(page, toNotificationView),
    ),
  );
  registerRoute(scope, routes.getNotification, async ({ params }) =>
    replyFound(await messages.findNotification(params.id), "notification_not_found", toNotificationView),
  );
  registerRoute(scope, routes.listNotificationMessages, async ({ params, query }) => {
    if ((await messages.findNotification(params.id)) === undefined)
      return err({ code: "notification_not_found" as const });
    const filter = { notification: params.id, state: query.state };
    return replyWith(200, await messages.listMessages(filter, toPageQuery(query)), (page) =>
      toPage(page, toMessageView),
    );
  });
  registerRoute(scope, routes.sendNotificationMessageAgain, async ({ params, principal }) =>
    replyWith(202, await messages.sendAgain(params.message, params.id, actorOf(principal)), toMessageView),
  );
  registerList(
    scope,
    routes.listMessages,
    async ({ query }) =>
      replyWith(200, await messages.listMessages(query, toPageQuery(query)), (page) => toPage(page, toMessageView)),
    async ({ query }) => ok(mapRows(messages.exportMessages(query), toMessageRow)),
  );
  registerRoute(scope, routes.getMessageStatus, async () => respond(200, toStatusView(await messages.status())));
  registerRoute(scope, routes.sendMessageAgain, async ({ params, principal }) =>
    replyWith(202, await messages.sendAgain(params.id, null, actorOf(principal)), toMessageView),
  );
  registerRoute(scope, routes.listMessageTemplates, async () =>
    respond(200, { items: (await messages.listTemplates()).map(toTemplateView) }),
  );
  registerRoute(scope, routes.getMessageTemplate, async ({ params }) => {
    const found = await messages.findTemplate(params.name);
    if (found === undefined) return err({ code: "message_template_not_found" as const, detail: { name: params.name } });
    return respond(200, toTemplateView(found));
  });
  registerRoute(scope, routes.putMessageTemplate, async ({ params, body, principal }) =>
    replyWith(200, await messages.putTemplate(params.name, body, actorOf(principal)), toTemplateView),
  );
  registerRoute(scope, routes.deleteMessageTemplate, async ({ params, principal }) =>
    replyWith(200, await messages.removeTemplate(params.name, actorOf(principal)), toTemplateView),
  );
  registerRoute(scope, routes.previewMessageTemplate, async ({ params, body }) => {
    const { language, values, template = null } = body;
    return replyWith(200, await messages.preview(params.name, { language, values, template }), ({ type, content }) => ({
      type,
      content: JSON.parse(content) as { [key: string]: Json },
    }));
  });
  registerRoute(scope, routes.sendTestMessage, async ({ body, principal }) => {
    // A token is nobody who could be written to.
    const user = body.user ?? (principal.kind === "user" ? principal.id : undefined);
    if (user === undefined) return err({ code: "recipients_unknown" as const, detail: { recipients: ["user"] } });
    return replyWith(200, await messages.sendTest(user, actorOf(principal)), toMessageView);
  });
}

function contentOf({ template, values, content }: BodyOf<typeof routes.createNotification>): MessageContent {
  if (template !== undefined) return { kind: "template", template, values };
  switch (content?.type) {
    case "text":
      return { kind: "text", text: content.text };
    case "post":
      return { kind: "post", post: content.post as Json };
    case "card":
      return { kind: "card", card: content.card as Json };
    default:
      throw new Error("the contract asks for a template or a content");
  }
}
