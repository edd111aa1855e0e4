import { type OperatorView, routes, type SettingsView } from "@larkbridge/contract";
import { actorOf, type HttpScope, registerRoute, replyWith, respond } from "../../platform/http/index.ts";
import { parseUserRef } from "../directory/index.ts";
import type { Access, InstallationSettings, Operator } from "./ports.ts";

/** Registers operators and the installation's settings. */
export function registerOperatorRoutes(scope: HttpScope, { operators, settings }: Access): void {
  registerRoute(scope, routes.listOperators, async () =>
    respond(200, { items: (await operators.list()).map(toOperator) }),
  );

  registerRoute(scope, routes.appointOperator, async ({ params, body, principal }) =>
    replyWith(200, await operators.appoint(parseUserRef(params.id), body.role, principal), toOperator),
  );

  registerRoute(scope, routes.withdrawOperator, async ({ params, principal }) =>
    replyWith(200, await operators.withdraw(parseUserRef(params.id), principal), toOperator),
  );

  registerRoute(scope, routes.getSettings, async () => respond(200, toSettings(await settings.read())));

  registerRoute(scope, routes.changeSettings, async ({ body, principal }) => {
    const { public_url: publicUrl, language, deleted_days: deletedDays } = body;
    const change = { publicUrl, language, deletedDays, ldapAppPasswordsOnly: body.ldap_app_passwords_only };
    return replyWith(200, await settings.change(change, actorOf(principal)), toSettings);
  });
}

function toOperator(operator: Operator): OperatorView {
  const { id, username, name, email, role, status, totp } = operator;
  return {
    id,
    username,
    name,
    email,
    role,
    status,
    totp,
    has_password: operator.hasPassword,
    last_seen_at: operator.lastSeenAt,
  };
}

function toSettings(settings: InstallationSettings): SettingsView {
  return {
    public_url: settings.publicUrl,
    language: settings.language,
    deleted_days: settings.deletedDays,
    ldap_app_passwords_only: settings.ldapAppPasswordsOnly,
    declared: [...settings.declared],
  };
}
