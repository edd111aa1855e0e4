import { randomBytes } from "node:crypto";
import { BoundedMap } from "../bounded-map.ts";

const MOST_KEPT = 100_000;
const LIFETIME_MS = 30 * 60 * 1000;
const MOST_USES = 2;

/** Permission to update a card later, handed out with a callback (feishu-contract 7.4). */
interface CardToken {
  readonly messageId: string;
  readonly appId: string;
  readonly expiresAt: number;
  /** Counts from the answer to the callback on. */
  answered: boolean;
  uses: number;
}

export class CardTokens {
  readonly #tokens = new BoundedMap<string, CardToken>(MOST_KEPT);

  issue(appId: string, messageId: string, now: number): string {
    const text = `c-${randomBytes(20).toString("hex")}`;
    this.#tokens.set(text, { appId, messageId, expiresAt: now + LIFETIME_MS, answered: false, uses: 0 });
    return text;
  }

  markAnswered(text: string): void {
    const token = this.#tokens.get(text);
    if (token !== undefined) token.answered = true;
  }

  /** Uses a token once: the message it is for, or why not. */
  use(
    text: string,
    appId: string,
    now: number,
  ): { messageId: string } | "unknown" | "expired" | "used_up" | "too_early" {
    const token = this.#tokens.get(text);
    if (token === undefined || token.appId !== appId) return "unknown";
    if (token.expiresAt <= now) return "expired";
    if (!token.answered) return "too_early";
    if (token.uses >= MOST_USES) return "used_up";
    token.uses += 1;
    return { messageId: token.messageId };
  }
}
