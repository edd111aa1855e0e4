import type { ApplicationView } from "@larkbridge/contract";

export type ApplicationKind = ApplicationView["kind"];

/** Why a URL cannot be used: a key below `url` in this feature's texts. */
export type UrlProblem = "unreadable" | "fragment" | "user" | "insecure" | "scheme" | "blank";

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
/** Schemes that never lead to an application, whatever it is registered as. */
const NEVER = ["javascript:", "data:", "vbscript:", "file:", "blob:", "about:", "filesystem:"];

/**
 * What is wrong with a redirect URL, or null: https, or http on this very machine, without user or fragment; an app's own
 * scheme (`com.example.app:/callback`) only where it runs on people's devices. The server decides, this tells it earlier.
 */
export function redirectProblem(text: string, kind: ApplicationKind): UrlProblem | null {
  const typed = text.trim();
  if (/\s/.test(typed)) return "blank";
  if (!URL.canParse(typed)) return "unreadable";
  const { protocol, hostname, username, password } = new URL(typed);
  if (typed.includes("#")) return "fragment";
  if (username !== "" || password !== "") return "user";
  if (protocol === "https:") return null;
  if (protocol === "http:") return LOOPBACK.test(hostname) ? null : "insecure";
  return kind === "public" && !NEVER.includes(protocol) ? null : "scheme";
}

/** What is wrong with an address that browsers open, or that this server calls: http or https. */
export function addressProblem(text: string): UrlProblem | null {
  const typed = text.trim();
  if (/\s/.test(typed)) return "blank";
  return URL.canParse(typed) && /^https?:$/.test(new URL(typed).protocol) ? null : "unreadable";
}

/** The URLs that were filled in, each once. */
export function filledUrls(urls: readonly (string | undefined)[] | undefined): string[] {
  return [...new Set((urls ?? []).map((url) => (url ?? "").trim()).filter((url) => url !== ""))];
}
