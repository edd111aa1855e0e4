import { createHash } from "node:crypto";
import type { Workbench } from "./ports.ts";

/** The page Feishu's workbench opens (S14): it asks the client for a code and goes on, without a click. */

const STYLE = `
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:14px/22px Inter,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2329;background:#f6f7f9}
main{max-width:28rem;padding:24px;text-align:center}
h1{font-size:20px;line-height:28px;font-weight:600;margin:0 0 8px}
p{margin:0 0 8px;color:#555c66}
a{color:#245bdb}
@media (prefers-color-scheme:dark){body{color:#e9ebef;background:#121418}p{color:#b3b9c2}a{color:#8fb0ff}}
`;
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/**
 * What the page may do. It is the one page that admits a script from elsewhere: Feishu's client SDK (product.md 5.12).
 *
 * @param scriptUrl of the SDK; null where none is loaded
 */
export function workbenchPolicy(scriptUrl: string | null): string {
  const host = scriptUrl === null ? "" : ` ${new URL(scriptUrl).origin}`;
  return [
    "default-src 'none'",
    `script-src 'self'${host}`,
    `connect-src 'self'${host}`,
    `style-src 'sha256-${STYLE_HASH}'`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

export function workbenchPage(entry: Extract<Workbench, { readonly kind: "client" }>): string {
  const data = [
    `data-app="${escapeHtml(entry.appId)}"`,
    `data-state="${escapeHtml(entry.state)}"`,
    `data-fallback="${escapeHtml(entry.fallback)}"`,
  ].join(" ");
  return page(
    "正在登录 · Signing in",
    `<h1>正在登录…</h1><p lang="en">Signing in…</p>
<p><a href="${escapeHtml(entry.fallback)}">没有反应？点此登录</a></p><p lang="en"><a href="${escapeHtml(entry.fallback)}">Nothing happens? Sign in here</a></p>
<script src="${escapeHtml(entry.scriptUrl)}"></script><script id="entry" src="/workbench.js" ${data}></script>`,
  );
}

export function offPage(): string {
  return page(
    "未开启 · Switched off",
    `<h1>在飞书客户端访问未开启</h1><p>请联系管理员，或在浏览器中<a href="/">打开 Larkbridge</a>。</p>
<p lang="en">Access from the Feishu client is switched off. Ask an administrator, or <a href="/">open Larkbridge in a browser</a>.</p>`,
  );
}

function page(title: string, main: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head><body><main>${main}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/**
 * Runs in Feishu's client: `requestAccess`, and where that is not there (errno 103 and older clients, feishu contract 6.5)
 * the redirect road.
 */
export const CLIENT_SCRIPT = `"use strict";
(function () {
  var entry = document.getElementById("entry").dataset;
  var left = false;
  function leave(to) {
    if (left) return;
    left = true;
    window.location.replace(to);
  }
  function fallBack() {
    leave(entry.fallback);
  }
  function send(answer) {
    fetch("/auth/feishu/client", {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ state: entry.state, code: answer.code }),
    })
      .then(function (response) {
        return response.json();
      })
      .then(function (ended) {
        if (ended.location) leave(ended.location);
        else fallBack();
      })
      .catch(fallBack);
  }
  if (!window.h5sdk || !window.tt) return fallBack();
  // A client that never answers must not leave anybody waiting.
  setTimeout(fallBack, 8000);
  window.h5sdk.error(fallBack);
  window.h5sdk.ready(function () {
    if (!window.tt.requestAccess) return fallBack();
    window.tt.requestAccess({ appID: entry.app, scopeList: [], state: entry.state, success: send, fail: fallBack });
  });
})();
`;
