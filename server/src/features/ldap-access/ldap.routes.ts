import { routes } from "@larkbridge/contract";
import { actorOf, type HttpScope, registerRoute, replyWith, respond } from "../../platform/http/index.ts";
import { toLdapState, toLoginTrace, toServiceAccount } from "./ldap-view.ts";
import type { LdapAccess, ServiceAccountChanges } from "./ports.ts";

/** Registers how LDAP is served, the test of a sign-in, and the accounts applications search with. */
export function registerLdapRoutes(
  scope: HttpScope,
  { readState, testLogin, serviceAccounts }: LdapAccess,
  baseDn: string,
): void {
  const toView = (account: Parameters<typeof toServiceAccount>[0]) => toServiceAccount(account, baseDn);
  const withPassword = ({ account, password }: { account: Parameters<typeof toView>[0]; password: string }) => {
    return { service_account: toView(account), password };
  };

  registerRoute(scope, routes.getLdap, async ({ principal }) =>
    respond(200, toLdapState(await readState(), principal)),
  );

  registerRoute(scope, routes.testLdapLogin, async ({ body, principal, client }) => {
    const { login, password, service_account: serviceAccountId, user_filter: userFilter } = body;
    const test = { login, password, serviceAccountId, userFilter };
    return replyWith(200, await testLogin(test, actorOf(principal), client.address), toLoginTrace);
  });

  registerRoute(scope, routes.listLdapServiceAccounts, async () =>
    respond(200, { items: (await serviceAccounts.list()).map(toView) }),
  );

  registerRoute(scope, routes.createLdapServiceAccount, async ({ body, principal }) =>
    replyWith(
      201,
      await serviceAccounts.create({ name: body.name, ...toChanges(body) }, actorOf(principal)),
      withPassword,
    ),
  );

  registerRoute(scope, routes.updateLdapServiceAccount, async ({ params, body, principal }) =>
    replyWith(200, await serviceAccounts.update(params.id, toChanges(body), actorOf(principal)), toView),
  );

  registerRoute(scope, routes.replaceLdapServiceAccountPassword, async ({ params, principal }) =>
    replyWith(200, await serviceAccounts.replacePassword(params.id, actorOf(principal)), withPassword),
  );

  registerRoute(scope, routes.deleteLdapServiceAccount, async ({ params, principal }) =>
    replyWith(200, await serviceAccounts.remove(params.id, actorOf(principal)), toView),
  );
}

function toChanges(body: {
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly base_dn?: string | null | undefined;
  readonly attributes?: readonly string[] | null | undefined;
  readonly everyone?: boolean | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly departments?: readonly { readonly id: string; readonly subtree: boolean }[] | undefined;
}): ServiceAccountChanges {
  const { description, enabled, base_dn: baseDn, attributes, everyone, groups, departments } = body;
  return { description, enabled, baseDn, attributes, everyone, groups, departments };
}
