/** Where a browser may be sent after a sign-in: a path of this server, nothing else (no open redirect). */

const LONGEST = 2000;
/** What the path is put behind to see where a browser would go; any origin does. */
const SAFE = /^\/(?![/\\])[\x21-\x7e]*$/;

/**
 * Takes a path from an address. What could lead to another host (`//`, `/\`), holds blanks, control or non-ASCII characters,
 * or would run in a circle through the sign-in itself, becomes the start page.
 */
export function safeReturnPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > LONGEST || !SAFE.test(asked) || asked.includes("\\")) return "/";
  return /^\/(?:auth\/feishu|workbench|login|sign-in)(?:[/?#]|$)/.test(asked) ? "/" : asked;
}
