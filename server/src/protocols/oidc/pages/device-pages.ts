import type { errors, KoaContextWithOIDC } from "oidc-provider";
import { escapeHtml, languageOf, showPage } from "./layout.ts";
import { say, type Text } from "./texts.ts";

/** Pages of the device flow (RFC 8628 section 3.3): enter the code, confirm it, done. */

const hidden = (name: string, value: string) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;

const form = (ctx: KoaContextWithOIDC, content: string) =>
  `<form method="post" action="${escapeHtml(ctx.oidc.urlFor("code_verification"))}">
${hidden("xsrf", String(ctx.oidc.session?.state?.["secret"] ?? ""))}
${content}</form>`;

/** Asks for the code. `failure`: why the one entered before does not do. */
export async function askForCode(
  ctx: KoaContextWithOIDC,
  _form: string,
  out?: { readonly error: string },
  failure?: errors.OIDCProviderError | Error,
): Promise<void> {
  const language = languageOf(ctx);
  const typed = failure && "userCode" in failure ? failure.userCode : ctx.state["userCode"];
  const alert = failure ? `<p role="alert">${say(language, reasonOf(failure, out?.error))}</p>` : "";
  showPage(ctx, {
    language,
    title: say(language, "deviceTitle"),
    body: `${alert}<p class="soft">${say(language, "deviceHelp")}</p>
${form(
  ctx,
  `<label for="code">${say(language, "deviceCode")}</label>
<input id="code" name="user_code" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40" autofocus value="${escapeHtml(typeof typed === "string" ? typed : "")}">
<button class="main">${say(language, "deviceContinue")}</button>`,
)}`,
  });
}

/** Shows whose code it is, so that nobody confirms somebody else's (RFC 8628 section 5.4). */
export async function askToConfirm(
  ctx: KoaContextWithOIDC,
  _form: string,
  client: { readonly clientName?: string | undefined; readonly clientId: string },
  deviceInfo: { readonly [key: string]: unknown },
  userCode: string,
): Promise<void> {
  const language = languageOf(ctx);
  const { ip } = deviceInfo;
  showPage(ctx, {
    language,
    title: say(language, "confirmTitle"),
    body: `<p><strong>${escapeHtml(client.clientName ?? client.clientId)}</strong></p>
<p><code>${escapeHtml(userCode)}</code></p>
<p>${say(language, "confirmHelp")}</p>
<p class="soft">${say(language, "confirmFrom")}: ${escapeHtml(typeof ip === "string" ? ip : "?")}</p>
${form(
  ctx,
  `${hidden("user_code", userCode)}
<div class="row"><button class="main" name="confirm" value="yes">${say(language, "confirmYes")}</button>
<button name="abort" value="yes">${say(language, "confirmNo")}</button></div>`,
)}`,
  });
}

/** Sends people back to their device. */
export async function showDeviceDone(ctx: KoaContextWithOIDC): Promise<void> {
  const language = languageOf(ctx);
  const body = `<p>${say(language, "deviceDoneHelp")}</p>`;
  showPage(ctx, { language, title: say(language, "deviceDone"), body });
}

const REASONS: Readonly<Record<string, Text>> = {
  NoCodeError: "noCode",
  NotFoundError: "codeUnknown",
  ExpiredError: "codeExpired",
  AlreadyUsedError: "codeUsed",
  AbortedError: "cancelled",
};

function reasonOf(failure: Error, code: string | undefined): Text {
  if (failure.cause instanceof Error && failure.cause.name === "AccessDenied") return "refused";
  if (failure.name in REASONS) return REASONS[failure.name] ?? "formLost";
  return code === "access_denied" ? "refused" : "formLost";
}
