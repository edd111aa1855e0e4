import { createHash } from "node:crypto";
import type { KoaContextWithOIDC } from "oidc-provider";
import { chooseLanguage, type Language } from "./texts.ts";

/** The one stylesheet, light or dark as the device is. */
const STYLE = `:root{color-scheme:light dark;--text:#1f2329;--soft:#646a73;--page:#f5f6f7;--card:#fff;--line:#dee0e3;--act:#245bdb}
@media (prefers-color-scheme:dark){:root{--text:#ebebeb;--soft:#a6a6a6;--page:#1a1a1a;--card:#292929;--line:#434343;--act:#6f9bff}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--page);color:var(--text);font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
main{box-sizing:border-box;width:min(26rem,calc(100vw - 2rem));padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
h1{margin:0 0 .5rem;font-size:1.35rem;line-height:1.3}p{margin:0 0 1rem;overflow-wrap:anywhere}.soft{color:var(--soft)}label{display:block;font-weight:600}
input{box-sizing:border-box;width:100%;margin:.25rem 0 1rem;padding:.6rem;font:1.25rem ui-monospace,monospace;letter-spacing:.1em;text-transform:uppercase;color:inherit;background:transparent;border:1px solid var(--soft);border-radius:.25rem}
code{font:600 1.25rem ui-monospace,monospace;letter-spacing:.1em}button{padding:.55rem 1rem;font:inherit;border:1px solid var(--act);border-radius:.25rem;background:transparent;color:var(--act);cursor:pointer}
button.main{background:var(--act);color:var(--card)}:focus-visible{outline:3px solid var(--act);outline-offset:2px}.row{display:flex;flex-wrap:wrap;gap:.75rem}[role=alert]{border-left:4px solid #d83931;padding-left:.75rem}`;

const STYLE_HASH = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;
const POLICY = `default-src 'none'; style-src ${STYLE_HASH}; frame-ancestors 'none'; base-uri 'none'`;

/**
 * What every answer of the provider may do. The library adds the hash of its one script, which sends a form on
 * (`response_mode=form_post`), and knows where forms may go to: redirect addresses are registered.
 */
export const BASE_POLICY = `${POLICY}; script-src 'self'`;

/** HTML of a text, safe in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function languageOf(ctx: KoaContextWithOIDC): Language {
  return chooseLanguage(ctx.oidc.params?.["ui_locales"] ?? ctx.query["ui_locales"], ctx.get("accept-language"));
}

/**
 * Answers with a page: no script, no picture, nothing from elsewhere.
 *
 * @param formTargets where its form leads in the end, beside here; browsers follow a form's redirects no further
 */
export function showPage(
  ctx: KoaContextWithOIDC,
  page: { readonly language: Language; readonly title: string; readonly body: string },
  formTargets: readonly string[] = [],
): void {
  ctx.set("content-security-policy", `${POLICY}; form-action ${["'self'", ...formTargets].join(" ")}`);
  ctx.type = "text/html; charset=utf-8";
  ctx.body = `<!doctype html>
<html lang="${page.language === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)} - Larkbridge</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(page.title)}</h1>
${page.body}
</main></body></html>`;
}
