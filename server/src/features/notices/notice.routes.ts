import { routes } from "@larkbridge/contract";
import { actorOf, type HttpScope, registerRoute, replyWith, respond } from "../../platform/http/index.ts";
import type { FeishuEmail } from "./feishu-email-store.ts";
import type { FeishuEmails } from "./feishu-emails.ts";
import type { NoticeSwitches, SwitchedNotices } from "./notice-switches.ts";

/** Registers the switches of notices, and one's own Feishu e-mail. */
export function registerNoticeRoutes(
  scope: HttpScope,
  { switches, feishuEmails }: { readonly switches: NoticeSwitches; readonly feishuEmails: FeishuEmails },
): void {
  registerRoute(scope, routes.getNotices, async () => respond(200, toNotices(await switches.read())));

  registerRoute(scope, routes.changeNotices, async ({ body, principal }) =>
    respond(200, toNotices(await switches.change(body, actorOf(principal)))),
  );

  registerRoute(scope, routes.getFeishuEmail, async ({ principal }) =>
    respond(200, toFeishuEmail(await feishuEmails.read(principal))),
  );

  registerRoute(scope, routes.changeFeishuEmail, async ({ body, principal, signal }) =>
    replyWith(200, await feishuEmails.set(principal, body.email, signal), toFeishuEmail),
  );

  registerRoute(scope, routes.verifyFeishuEmail, async ({ body, principal }) =>
    replyWith(200, await feishuEmails.verify(principal, body.code), toFeishuEmail),
  );

  registerRoute(scope, routes.removeFeishuEmail, async ({ principal }) =>
    respond(200, toFeishuEmail(await feishuEmails.remove(principal))),
  );
}

function toNotices({ serviceEnabled, notices }: SwitchedNotices) {
  return {
    service_enabled: serviceEnabled,
    items: notices.map(({ notice, audience, enabled, byDefault, since }) => ({
      notice,
      audience,
      enabled,
      by_default: byDefault,
      since,
    })),
  };
}

function toFeishuEmail({ email, verifiedAt, check }: FeishuEmail) {
  return {
    email,
    verified_at: verifiedAt,
    check: check && { expires_at: check.expiresAt, tries_left: check.triesLeft },
  };
}
