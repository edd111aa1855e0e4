import type { KoaContextWithOIDC } from "oidc-provider";
import type { OwnSessions } from "./own-session.ts";
import { askToSignOut } from "./pages/logout-pages.ts";

/**
 * Signing out at an application's wish (OpenID Connect RP-Initiated Logout 1.0): our session ends, and with it, by triggers,
 * what hangs on it. An id token of the very person is as good as their word (section 2); else they are asked.
 */
export async function answerLogout(own: OwnSessions, ctx: KoaContextWithOIDC): Promise<void> {
  const { session, entities, params } = ctx.oidc;
  const hinted = entities.IdTokenHint?.payload["sub"];
  if (!session?.accountId || hinted !== session.accountId) return askToSignOut(ctx);
  await own.end(ctx.req);
  await session.destroy();
  const asked = params?.["post_logout_redirect_uri"];
  const target = new URL(typeof asked === "string" ? asked : ctx.oidc.urlFor("end_session_success"));
  if (typeof asked === "string" && typeof params?.["state"] === "string")
    target.searchParams.set("state", params["state"]);
  ctx.status = 303;
  ctx.redirect(target.href);
}

/** Ends our session when somebody said yes to the question. */
export async function afterSignOut(own: OwnSessions, ctx: KoaContextWithOIDC): Promise<void> {
  if (ctx.oidc.route === "end_session_confirm" && ctx.status === 303 && ctx.oidc.params?.["logout"])
    await own.end(ctx.req);
}
