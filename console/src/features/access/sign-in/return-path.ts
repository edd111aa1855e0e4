/**
 * Where to go after signing in: the address that was asked for, if it is one of this server's own. Anything that a
 * browser might read as another site's (`//evil.example`, `/\evil.example`) leads to the start.
 */
export function returnPath(asked: unknown): string {
  if (typeof asked !== "string" || !/^\/(?![/\\])/.test(asked) || /[\\\s]/.test(asked)) return "/";
  return /^\/(?:login|sign-in)(?:[/?#]|$)/.test(asked) ? "/" : asked;
}

/**
 * Whether the server answers a path itself (an application that waits for the sign-in, the Feishu workbench): the
 * browser has to go there, the console has no page for it.
 */
export function isServerPath(path: string): boolean {
  return /^\/(?:oidc|auth|workbench)(?:[/?#]|$)/.test(path);
}

/** Where a sign-in with Feishu begins; `path` is where it comes back to. */
export function feishuStart(path: string, purpose: "sign_in" | "link" = "sign_in"): string {
  const query = new URLSearchParams({ ...(purpose === "sign_in" ? {} : { purpose }), return_to: asciiOf(path) });
  return `/auth/feishu/start?${query}`;
}

/** The path as a browser sends it: the server takes no other letters back. */
function asciiOf(path: string): string {
  const { pathname, search, hash } = new URL(path, "https://larkbridge.invalid");
  return `${pathname}${search}${hash}`;
}

/** The token of a one-time link, which stands behind the `#`; null when there is none. */
export function tokenOf(hash: string): string | null {
  const token = new URLSearchParams(hash.replace(/^#/, "")).get("token");
  return token === null || token === "" ? null : token;
}

/** "1:05": what is left of a pause. */
export function clockOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
