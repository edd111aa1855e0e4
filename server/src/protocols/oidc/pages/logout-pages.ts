import type { KoaContextWithOIDC } from "oidc-provider";
import { escapeHtml, languageOf, showPage } from "./layout.ts";
import { say } from "./texts.ts";

/** Asks whether to sign out (OpenID Connect RP-Initiated Logout 1.0 section 2). */
export function askToSignOut(ctx: KoaContextWithOIDC): void {
  const language = languageOf(ctx);
  const secret = String(ctx.oidc.session?.state?.["secret"] ?? "");
  const from = ctx.oidc.client ? `<p><strong>${escapeHtml(ctx.oidc.client.clientName ?? "")}</strong></p>` : "";
  showPage(
    ctx,
    {
      language,
      title: say(language, "logoutTitle"),
      body: `${from}<p>${say(language, "logoutHelp")}</p>
<form method="post" action="${escapeHtml(ctx.oidc.urlFor("end_session_confirm"))}">
<input type="hidden" name="xsrf" value="${escapeHtml(secret)}">
<div class="row"><button class="main" name="logout" value="yes">${say(language, "logoutYes")}</button>
<button>${say(language, "logoutNo")}</button></div></form>`,
    },
    formTarget(ctx.oidc.params?.["post_logout_redirect_uri"]),
  );
}

export async function showSignedOut(ctx: KoaContextWithOIDC): Promise<void> {
  const language = languageOf(ctx);
  const body = `<p>${say(language, "logoutDoneHelp")}</p>`;
  showPage(ctx, { language, title: say(language, "logoutDone"), body });
}

/** A registered address as a source of a content security policy. */
function formTarget(uri: unknown): string[] {
  const url = typeof uri === "string" ? URL.parse(uri) : null;
  if (url === null) return [];
  return [url.protocol === "http:" || url.protocol === "https:" ? url.origin : url.protocol];
}
