import { routes } from "@larkbridge/contract";
import type { UserId } from "../../core/kernel/ids.ts";
import {
  actorOf,
  type HttpScope,
  registerRoute,
  replyWith,
  respond,
  type UserPrincipal,
} from "../../platform/http/index.ts";
import { parseUserRef } from "../directory/index.ts";
import { toAppPassword, toAppPasswordList } from "./ldap-view.ts";
import type { LdapAccess } from "./ports.ts";

/** Registers app passwords: one's own, and those of a person for operators. */
export function registerAppPasswordRoutes(scope: HttpScope, { appPasswords }: LdapAccess): void {
  const ownerOf = ({ id, username }: UserPrincipal) => ({ id: id as UserId, username });

  registerRoute(scope, routes.listAppPasswords, async ({ principal }) =>
    respond(200, toAppPasswordList(await appPasswords.list(ownerOf(principal)))),
  );

  registerRoute(scope, routes.createAppPassword, async ({ body, principal }) =>
    replyWith(
      201,
      await appPasswords.create(ownerOf(principal), body.name, actorOf(principal)),
      ({ appPassword, password }) => ({ app_password: toAppPassword(appPassword), password }),
    ),
  );

  registerRoute(scope, routes.revokeAppPassword, async ({ params, principal }) =>
    replyWith(200, await appPasswords.revoke(ownerOf(principal), params.id, actorOf(principal)), toAppPasswordList),
  );

  registerRoute(scope, routes.listUserAppPasswords, async ({ params }) =>
    replyWith(200, await appPasswords.listOf(parseUserRef(params.id)), toAppPasswordList),
  );

  registerRoute(scope, routes.revokeUserAppPassword, async ({ params, principal }) =>
    replyWith(
      200,
      await appPasswords.revokeOf(parseUserRef(params.id), params.app_password, principal),
      toAppPasswordList,
    ),
  );
}
