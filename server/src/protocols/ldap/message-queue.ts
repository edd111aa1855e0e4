import type { LdapLimits } from "./limits.ts";
import type { Message } from "./wire/messages.ts";

/** The messages of one connection that wait for their turn, counted and weighed: what waits takes memory. */
export class MessageQueue {
  readonly #limits: Pick<LdapLimits, "waiting" | "waitingOctets">;
  readonly #waiting: { readonly message: Message; readonly octets: number }[] = [];
  #octets = 0;

  constructor(limits: Pick<LdapLimits, "waiting" | "waitingOctets">) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Whether so much waits that nothing more should be read. */
  get isFull(): boolean {
    return this.length > this.#limits.waiting || this.#octets > this.#limits.waitingOctets;
  }

  /** Whether reading may go on: well below full, so that it does not stop and go with every message. */
  get hasRoom(): boolean {
    return this.length < this.#limits.waiting / 2 && this.#octets <= this.#limits.waitingOctets / 2;
  }

  /** @param octets those of the frame the message came in */
  push(message: Message, octets: number): void {
    this.#waiting.push({ message, octets });
    this.#octets += octets;
  }

  take(): Message | undefined {
    const next = this.#waiting.shift();
    this.#octets -= next?.octets ?? 0;
    return next?.message;
  }

  /** Forgets a message that need not be answered any more. */
  remove(id: number): void {
    const at = this.#waiting.findIndex(({ message }) => message.id === id);
    if (at < 0) return;
    const [removed] = this.#waiting.splice(at, 1);
    this.#octets -= removed?.octets ?? 0;
  }

  clear(): void {
    this.#waiting.length = 0;
    this.#octets = 0;
  }
}
