/**
 * Where to go after signing in: the address that was asked for, if it is one of this console's own pages. Anything that a
 * browser might read as another site's (`//evil.example`, `/\evil.example`) leads to the start.
 */
export function returnPath(asked: unknown): string {
  if (typeof asked !== "string" || !/^\/(?![/\\])/.test(asked) || /[\\\s]/.test(asked)) return "/";
  return asked.startsWith("/login") ? "/" : asked;
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
