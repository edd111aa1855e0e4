import type { MessagePort } from "node:worker_threads";
import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import { isNarrow, type SyncTarget } from "../../core/sync/snapshot.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { type OutgoingMessage, readPersonStates, send, updateCard } from "./bot.ts";
import { createFeishuClient, type FeishuClientOptions } from "./client.ts";
import { confirmDepartments, confirmUsers } from "./confirm.ts";
import { readContacts } from "./contacts.ts";
import { diagnose } from "./diagnose.ts";
import { readRawUser } from "./raw-user.ts";
import type { ContactSink, ReadOptions } from "./reading.ts";
import { samplePeople } from "./sample-people.ts";
import { type ReturnedCode, readEmail, signIn } from "./sign-in.ts";
import { readInThread } from "./thread/read-in-thread.ts";

/** A sink that may take in `SourceBatch`es from another thread (`platform/threads/batches.ts`). */
interface SinkWithDoor extends ContactSink {
  readonly openDoor?: () => MessagePort;
}

/**
 * Opens a connection to one Feishu app and hands out what the rest of the server may ask of it. One per app and process: the
 * limits, the token and the kept connections are shared by all that is asked through it.
 */
export function connectFeishu(options: FeishuClientOptions & { readonly clock: Clock }) {
  const client = createFeishuClient(options);
  return {
    /** A wide target is read in a thread of its own where the sink has a door for it. */
    readContacts: (target: SyncTarget, sink: SinkWithDoor, how: ReadOptions) =>
      isNarrow(target) || sink.openDoor === undefined
        ? readContacts(client, target, sink, how)
        : readInThread(client, target, sink.openDoor(), how),
    confirmUsers: (ids: readonly OpenId[], sink: ContactSink, how: ReadOptions) => confirmUsers(client, ids, sink, how),
    confirmDepartments: (ids: readonly OpenDepartmentId[], sink: ContactSink, how: ReadOptions) =>
      confirmDepartments(client, ids, sink, how),
    readRawUser: (openId: OpenId, signal: AbortSignal) => readRawUser(client, openId, { signal }),
    samplePeople: (limit: number, signal: AbortSignal) => samplePeople(client, limit, signal),
    diagnose: (signal: AbortSignal) => diagnose(client, options.clock, signal),
    signIn: (returned: ReturnedCode, signal: AbortSignal) => signIn(client, options.appSecret, returned, signal),
    readEmail: (openId: OpenId, signal: AbortSignal) => readEmail(client, openId, signal),
    sendMessage: (message: OutgoingMessage, signal: AbortSignal) => send(client, message, signal),
    updateCard: (messageId: string, card: Json, signal: AbortSignal) => updateCard(client, messageId, card, signal),
    readPersonStates: (people: readonly OpenId[], signal: AbortSignal) => readPersonStates(client, people, signal),
    /** Closes idle connections, and those in use once they are done. What is under way goes on. */
    close: () => client.close(),
  };
}

/** A connection to one Feishu app. */
export type FeishuConnector = ReturnType<typeof connectFeishu>;

export { outcomeOf } from "./bot.ts";
export { FeishuFailure } from "./failure.ts";
