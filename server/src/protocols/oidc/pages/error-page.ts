import type { KoaContextWithOIDC } from "oidc-provider";
import { escapeHtml, languageOf, showPage } from "./layout.ts";
import { type Language, say } from "./texts.ts";

/** Tells in both languages that a request cannot be answered, with the code of the standard and no inner detail. */
export async function showError(
  ctx: KoaContextWithOIDC,
  out: { readonly error: string; readonly error_description?: string | undefined },
): Promise<void> {
  const language = languageOf(ctx);
  const other: Language = language === "zh" ? "en" : "zh";
  // Only what is meant for the caller: the library leaves its own faults without a description.
  const detail = out.error_description ? `<p class="soft">${escapeHtml(out.error_description)}</p>` : "";
  showPage(ctx, {
    language,
    title: say(language, "errorTitle"),
    body: `<p>${say(language, "errorHelp")}</p>
<p lang="${other === "zh" ? "zh-CN" : "en"}" class="soft">${say(other, "errorTitle")}: ${say(other, "errorHelp")}</p>
<p><code>${escapeHtml(out.error)}</code></p>${detail}`,
  });
}
