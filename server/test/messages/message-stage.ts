import { randomUUID } from "node:crypto";
import type { EmulatorOptions } from "@larkbridge/emulator";
import { FeishuFailure, outcomeOf } from "../../src/connectors/feishu/index.ts";
import type { RateLimit } from "../../src/connectors/feishu/limiter.ts";
import type { Timing } from "../../src/connectors/feishu/timing.ts";
import type { UserId } from "../../src/core/kernel/ids.ts";
import type { MessageToQueue } from "../../src/core/notify/message.ts";
import {
  type MessageChannel,
  type MessageConnection,
  makeQueueMessages,
  makeUpdateCards,
  startDelivery,
} from "../../src/features/messages/index.ts";
import { type FixedClock, fixedClock } from "../../src/platform/clock/clock.ts";
import { type MasterKey, newMasterKey, parseMasterKey } from "../../src/platform/crypto/master-key.ts";
import { makeSecretBox } from "../../src/platform/crypto/secret-box.ts";
import { openTestDatabase } from "../support/database.ts";
import { rehearse } from "../support/feishu-emulator.ts";

const MASTER_KEY = newMasterKey();

/** The box every process of a test seals with. */
const testBox = () => makeSecretBox(parseMasterKey(MASTER_KEY) as MasterKey, "stored-secret");

/** A message as the emulator shows it. */
interface DeliveredMessage {
  readonly message_id: string;
  readonly open_id: string;
  readonly msg_type: string;
  /** As sent, parsed. */
  readonly content: unknown;
  readonly uuid: string;
  readonly sent_at: string;
}

/** A message as the log has it. */
export interface LoggedMessage {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  readonly cause: string | null;
  readonly attempts: number;
  readonly feishu_code: number | null;
  readonly feishu_log_id: string | null;
}

export interface MessageStageOptions extends EmulatorOptions {
  readonly timing?: Timing;
  readonly clientLimit?: RateLimit;
}

/** An emulator, a database with its people linked, and as many senders as a test starts. */
export async function setMessageStage({ timing, clientLimit, ...tenant }: MessageStageOptions = {}) {
  const rehearsal = await rehearse({ users: 30, departments: 3, memberships: tenant.users ?? 30, ...tenant });
  const database = await openTestDatabase();
  const clock: FixedClock = fixedClock("2026-05-01T08:00:00.000Z");
  const box = testBox();
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into feishu_connection (app_id, app_secret, open_url, accounts_url, settings, declared_by)
     values ($1, '', $2, $2, '{}', 'file') returning id`,
    [rehearsal.emulator.appId, rehearsal.emulator.url],
  );
  const connectionId = rows[0]?.id ?? "";
  const { users } = await rehearsal.truth();
  const people = users
    .filter(({ listed, status }) => listed && status["is_activated"] && !status["is_frozen"] && !status["is_unjoin"])
    .filter(({ status }) => !status["is_exited"])
    .map((user, index) => ({ ...user, id: randomUUID() as UserId, username: `user${index}` }));
  await addPeople(people);

  async function addPeople(
    added: readonly { id: string; username: string; name: string; open_id: string; union_id: string }[],
  ) {
    await database.pool.query(
      `with u as (select * from jsonb_to_recordset($1) as u (id uuid, username text, name text, open_id text, union_id text)),
        made as (insert into directory_user (id, username, name, origin) select id, username, name, 'feishu' from u returning id)
       insert into linked_identity (user_id, connection_id, union_id, open_id) select u.id, $2, u.union_id, u.open_id from u`,
      [JSON.stringify(added), connectionId],
    );
  }

  const connection: { -readonly [Key in keyof MessageConnection]: MessageConnection[Key] } = {
    ...{ id: connectionId, enabled: true, method: "account_binding", userSync: true, singleSignOn: false },
  };
  const state: { connection: typeof connection | undefined } = { connection };
  const connector = rehearsal.connect({
    rateLimit: clientLimit ?? "off",
    ...(timing === undefined ? {} : { timing }),
  });
  const channel: MessageChannel = {
    findConnection: async () => state.connection,
    openBot: async () => connector,
    troubleOf: (error) => (error instanceof FeishuFailure ? outcomeOf(error) : undefined),
  };
  const queue = makeQueueMessages({ box, clock });
  const updateCards = makeUpdateCards({ box, clock });
  const errors: unknown[] = [];
  const deliveries: ReturnType<typeof startDelivery>[] = [];

  const readLog = async () =>
    (await database.pool.query<LoggedMessage>("select * from message order by created_at, key")).rows;

  return {
    ...rehearsal,
    ...{ database, clock, box, channel, queue, updateCards, people, connectionId, state, errors, readLog, addPeople },
    /** Queues texts to people, one a key. */
    async queueTexts(keys: readonly string[], part: Partial<MessageToQueue> = {}) {
      return queue(
        database.kysely,
        keys.map((key, index) => ({
          key,
          sender: { kind: "notice", notice: "test" },
          recipient: (people[index % people.length] as { id: UserId }).id,
          content: { kind: "text", text: `message ${key}` },
          notificationId: null,
          expiresAt: null,
          ...part,
        })),
      );
    },
    startSending() {
      const delivery = startDelivery({
        ...{ database, clock, box, channel },
        onError: (message, error) => errors.push([message, error]),
      });
      deliveries.push(delivery);
      return delivery;
    },
    async delivered() {
      const answer = await rehearsal.control<{ sent: number; repeated: number; messages: DeliveredMessage[] }>(
        "GET",
        "/messages?limit=100000",
      );
      return answer;
    },
    /** Waits until the log looks as wanted. */
    async until(condition: (log: readonly LoggedMessage[]) => boolean, timeoutMs = 15_000) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const log = await readLog();
        if (condition(log)) return log;
        if (performance.now() > deadline) throw new Error(`never: ${JSON.stringify(log.slice(0, 5))}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    async close() {
      for (const delivery of deliveries) await delivery.stop();
      connector.close();
      await rehearsal.emulator.close();
      await database.close();
    },
  };
}

export type MessageStage = Awaited<ReturnType<typeof setMessageStage>>;

/** Every message has an end. */
export const isOver = (log: readonly LoggedMessage[]) =>
  log.every(({ state }) => state !== "queued" && state !== "sending");
