import { randomBytes } from "node:crypto";
import { BoundedMap } from "../bounded-map.ts";
import { Window } from "../gateway/rate-limit.ts";
import type { Message } from "./message.ts";

const MOST_KEPT = 100_000;
/** How long a uuid stands for the message first sent with it (trap 46). */
const UUID_MS = 60 * 60 * 1000;
/** Messages to one person, and updates of one card, in a second (feishu-contract 7.1). */
const MOST_A_SECOND = 5;

/** Everything the bots sent, with what guards it: one delivery per uuid, a limit per person and per card. */
export class MessageLog {
  readonly #messages = new BoundedMap<string, Message>(MOST_KEPT);
  readonly #byUuid = new BoundedMap<string, Message>(MOST_KEPT);
  readonly #windows = new BoundedMap<string, Window>(MOST_KEPT);
  /** What the platform answers instead of delivering to somebody. */
  readonly refusals = new Map<number, { readonly code: number; readonly msg: string }>();
  sent = 0;
  repeated = 0;

  get all(): Iterable<Message> {
    return this.#messages.values();
  }

  find(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  /** The message already sent with a uuid within the hour. */
  sentWith(appId: string, uuid: string, now: number): Message | undefined {
    const message = this.#byUuid.get(`${appId} ${uuid}`);
    return message !== undefined && now - message.createdAt < UUID_MS ? message : undefined;
  }

  add(facts: Omit<Message, "id" | "updatedAt" | "updates" | "recalled">): Message {
    const id = `om_${randomBytes(16).toString("hex")}`;
    const message: Message = { ...facts, id, updatedAt: facts.createdAt, updates: 0, recalled: false };
    this.#messages.set(id, message);
    if (message.uuid !== null) this.#byUuid.set(`${message.appId} ${message.uuid}`, message);
    this.sent += 1;
    return message;
  }

  update(message: Message, content: string, now: number): void {
    message.content = content;
    message.updatedAt = now;
    message.updates += 1;
  }

  /**
   * Counts a delivery to a person, or an update of a card.
   *
   * @returns milliseconds until it would fit; 0 = it was counted
   */
  admit(key: string, now: number): number {
    let window = this.#windows.get(key);
    if (window === undefined) {
      window = new Window(MOST_A_SECOND, 1000);
      this.#windows.set(key, window);
    }
    const wait = window.waitAt(now);
    if (wait === 0) window.enter(now);
    return wait;
  }
}
