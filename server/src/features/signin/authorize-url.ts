import { createHash } from "node:crypto";
import type { SignInApp } from "./ports.ts";

/** Feishu's page where people sign in (feishu contract 6.1), with PKCE by SHA-256 (RFC 7636 section 4.2). */
export function authorizeUrl(
  app: Pick<SignInApp, "appId" | "accountsUrl">,
  asked: { readonly redirectUri: string; readonly state: string; readonly codeVerifier: string },
): string {
  const url = new URL(`${app.accountsUrl.replace(/\/+$/, "")}/open-apis/authen/v1/authorize`);
  url.searchParams.set("client_id", app.appId);
  url.searchParams.set("response_type", "code");
  url.searchParams.set("redirect_uri", asked.redirectUri);
  url.searchParams.set("state", asked.state);
  url.searchParams.set("code_challenge", createHash("sha256").update(asked.codeVerifier).digest("base64url"));
  url.searchParams.set("code_challenge_method", "S256");
  return url.href;
}

/** Where Feishu serves its client's script (feishu contract 6.5). */
const SCRIPT_PATH = "/goofy/lark/op/h5-js-sdk-1.5.44.js";
const SCRIPT_HOST = "https://lf1-cdn-tos.bytegoofy.com";
const PUBLIC_HOSTS = new Set(["accounts.feishu.cn", "accounts.larksuite.com"]);

/** The script of Feishu's client: from Feishu's own host for its two public platforms, else from the platform's accounts host. */
export function clientScriptUrl(accountsUrl: string): string {
  const { host, origin } = new URL(accountsUrl);
  return `${PUBLIC_HOSTS.has(host) ? SCRIPT_HOST : origin}${SCRIPT_PATH}`;
}
