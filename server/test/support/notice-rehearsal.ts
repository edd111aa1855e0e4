import { randomUUID } from "node:crypto";
import type { PressOutcome } from "../../src/core/notify/press-words.ts";
import type { CardAnswer } from "../../src/features/events/index.ts";
import {
  type MessageToQueue,
  makeQueueMessages,
  makeUpdateCards,
  type UpdateCards,
} from "../../src/features/messages/index.ts";
import { hearEvents, makeAnswerCard } from "../../src/features/notices/index.ts";
import type { CardParts } from "../../src/features/notices/ports.ts";
import { newMasterKey, parseMasterKey } from "../../src/platform/crypto/master-key.ts";
import { makeSecretBox, type SecretBox } from "../../src/platform/crypto/secret-box.ts";
import { handOnEvents } from "../../src/platform/outbox/relay.ts";
import type { SyncRehearsal } from "./sync-rehearsal.ts";

/** Notices over a rehearsed sync: what they queue is kept as it was handed over. */
export class NoticeRehearsal {
  readonly queued: MessageToQueue[] = [];
  readonly updates: Parameters<UpdateCards>[1][number][] = [];
  readonly presses: PressOutcome[] = [];
  readonly #stage: SyncRehearsal;
  readonly #box: SecretBox;

  constructor(stage: SyncRehearsal) {
    const key = parseMasterKey(newMasterKey());
    if (!key) throw new Error("a new master key is one");
    this.#box = makeSecretBox(key, "stored-secret");
    this.#stage = stage;
  }

  get parts(): CardParts {
    const { database, clock, runs, errors } = this.#stage;
    const queue = makeQueueMessages({ box: this.#box, clock });
    const update = makeUpdateCards({ box: this.#box, clock });
    return {
      ...{ database, clock, runs },
      publicUrl: async () => "https://lb.example.com",
      queueMessages: async (tx, messages) => {
        const ids = await queue(tx, messages);
        this.queued.push(...messages.filter((_, at) => ids[at]?.repeated === false));
        return ids;
      },
      updateCards: async (tx, cards) => {
        this.updates.push(...cards);
        await update(tx, cards);
      },
      onPress: (outcome) => void this.presses.push(outcome),
      onError: (_, error) => void errors.push(error),
    };
  }

  /** Begins anew, with message notifications on. */
  async reset(): Promise<void> {
    for (const list of [this.queued, this.updates, this.presses]) list.length = 0;
    await this.sql(
      "truncate notice_switch, approval_request, told_run, pending_welcome, known_device, message, feishu_email cascade",
    );
    await this.sql("update notice_start set links_since = null");
    await this.switchService(true);
  }

  async switchService(enabled: boolean): Promise<void> {
    const settings = {
      messageNotifications: { enabled, method: "account_binding" },
      userSync: { timeZone: "Asia/Shanghai" },
    };
    await this.sql("update feishu_connection set settings = $1", [JSON.stringify(settings)]);
  }

  async sql<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#stage.database.pool.query<Row>(text, values)).rows;
  }

  /** Hands on what happened; returns the keys of the messages that follow. */
  async handOn(): Promise<string[]> {
    const before = this.queued.length;
    await handOnEvents(this.#stage.database.kysely, [hearEvents(this.parts)]);
    return this.queued.slice(before).map(({ key }) => key);
  }

  /** An account with a role, linked to a person of this open_id unless it is null. */
  async addUser(username: string, role = "administrator", openId: string | null = `ou_${username}`): Promise<string> {
    const id = randomUUID();
    await this.sql(
      "insert into directory_user (id, username, name, origin, role, sync_exempt) values ($1, $2, $3, 'built_in', $4, true)",
      [id, username, username.toUpperCase(), role],
    );
    if (openId !== null)
      await this.sql(
        "insert into linked_identity (user_id, connection_id, union_id, open_id) values ($1, $2, $3, $4)",
        [...[id, this.#stage.connectionId, `on_${username}`, openId]],
      );
    return id;
  }

  /** Presses a button of the card in a queued message. */
  async press(
    message: MessageToQueue | undefined,
    button: "approve" | "hold",
    operator: { openId: string; unionId?: string | null },
    change: object = {},
  ): Promise<CardAnswer> {
    const value = { ...buttonOf(message, button), ...change };
    return makeAnswerCard(this.parts)({
      connectionId: this.#stage.connectionId,
      eventId: randomUUID(),
      operatorOpenId: operator.openId,
      operatorUnionId: operator.unionId ?? null,
      messageId: "om_1",
      updateToken: "c-1",
      value,
      formValue: {},
    });
  }
}

/** What a button of a card says when it is pressed. */
function buttonOf(message: MessageToQueue | undefined, button: "approve" | "hold"): Record<string, string> {
  const found = findValues(message?.content);
  const value = found.find(({ action }) => action === button);
  if (!value) throw new Error(`the message has no button ${button}`);
  return value;
}

function findValues(part: unknown): Record<string, string>[] {
  if (part === null || typeof part !== "object") return [];
  if ("larkbridge" in part) return [part as Record<string, string>];
  return Object.values(part).flatMap(findValues);
}
