import type { PushOutcome } from "./outcome.ts";
import type { SealedBody } from "./seal.ts";

/** The largest answer that is read. */
const LARGEST_ANSWER = 256 * 1024;

/**
 * Posts a push to an app's request URL; redirects are not followed.
 *
 * @param deadline gives up when it aborts
 */
export async function postWebhook(url: string, sealed: SealedBody, deadline: AbortSignal): Promise<PushOutcome> {
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/json; charset=utf-8", ...sealed.headers },
      body: new Uint8Array(sealed.body),
      signal: deadline,
    });
    const answer = (await response.text()).slice(0, LARGEST_ANSWER);
    if (response.status !== 200) return { kind: "failed", cause: "status", status: response.status };
    return { kind: "acknowledged", answer };
  } catch (error) {
    if (deadline.aborted) return { kind: "failed", cause: "timeout" };
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    return { kind: "failed", cause: code === "ENOTFOUND" || code === "EAI_AGAIN" ? "dns" : "tcp" };
  }
}
