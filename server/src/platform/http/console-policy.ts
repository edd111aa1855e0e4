/**
 * What the console's page may do (product.md 3.3). Scripts come from our own files only; the one stylesheet made at run
 * time carries the nonce of its answer. Pictures may come from any https address: avatars lie on Feishu's servers.
 */
export function consolePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: https:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}

/** Nothing of the device but the clipboard, for copy buttons. */
export const CONSOLE_PERMISSIONS =
  "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), clipboard-write=(self)";
