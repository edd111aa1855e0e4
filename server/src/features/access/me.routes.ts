import { type MeView, routes } from "@larkbridge/contract";
import {
  type HttpScope,
  type Principal,
  provedUntil,
  registerRoute,
  replyWith,
  respond,
  type UserPrincipal,
} from "../../platform/http/index.ts";
import type { Access } from "./ports.ts";

/** Registers what people see and set of their own account. */
export function registerMeRoutes(scope: HttpScope, access: Access): void {
  const { accounts, sessions, secondFactor, ownLink } = access;
  const listSessions = async (principal: UserPrincipal) => ({
    items: (await sessions.list(principal)).map((session) => ({
      id: session.id,
      current: session.id === principal.sessionId,
      created_at: session.createdAt,
      last_seen_at: session.lastSeenAt,
      expires_at: session.expiresAt,
      user_agent: session.userAgent,
      address: session.address,
    })),
  });

  registerRoute(scope, routes.getMe, async ({ principal }) => respond(200, await toMe(access, principal)));

  registerRoute(scope, routes.changePreferences, async ({ body, principal }) => {
    await accounts.changePreferences(principal, body);
    return respond(200, await toMe(access, principal));
  });

  registerRoute(scope, routes.changePassword, async ({ body, principal, client }) => {
    const changed = await accounts.changePassword(principal, body, client);
    return changed.ok ? respond(200, await toMe(access, principal)) : changed;
  });

  registerRoute(scope, routes.unlinkOwnFeishu, async ({ principal }) => {
    const unlinked = await ownLink.unlink(principal);
    return unlinked.ok ? respond(200, await toMe(access, principal)) : unlinked;
  });

  registerRoute(scope, routes.listSessions, async ({ principal }) => respond(200, await listSessions(principal)));

  registerRoute(scope, routes.revokeOtherSessions, async ({ principal }) => {
    await sessions.revokeOthers(principal);
    return respond(200, await listSessions(principal));
  });

  registerRoute(scope, routes.revokeSession, async ({ params, principal }) => {
    const revoked = await sessions.revoke(principal, params.id);
    return revoked.ok ? respond(200, await listSessions(principal)) : revoked;
  });

  registerRoute(scope, routes.enrolTotp, async ({ principal }) =>
    replyWith(201, await secondFactor.enrol(principal), (enrolment) => enrolment),
  );

  registerRoute(scope, routes.confirmTotp, async ({ body, principal }) =>
    replyWith(200, await secondFactor.confirm(principal, body.code), (codes) => ({ recovery_codes: [...codes] })),
  );

  registerRoute(scope, routes.disableTotp, async ({ principal }) => {
    await secondFactor.disable(principal);
    return respond(200, await toMe(access, principal));
  });
}

/** Who the caller is, as `/me` tells it. */
export async function toMe({ accounts }: Access, principal: Principal): Promise<MeView> {
  const { id, name } = principal;
  if (principal.kind === "token") return { kind: "token", id, name, scopes: [...principal.scopes] };
  const own = await accounts.read(principal);
  return {
    kind: "user",
    id,
    name,
    username: principal.username,
    role: principal.role,
    email: own.email,
    must_change_password: own.mustChangePassword,
    has_password: own.hasPassword,
    totp: own.totp,
    recovery_codes_left: own.recoveryCodesLeft,
    proved_until: provedUntil(principal),
    feishu_email: own.feishuEmail,
    feishu_linked: own.feishuLinked,
    language: own.language,
    theme: own.theme,
  };
}
