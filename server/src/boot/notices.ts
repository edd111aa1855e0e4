import { randomUUID } from "node:crypto";
import { Counter, type Registry } from "prom-client";
import type { Config } from "../config/load.ts";
import { err, ok } from "../core/kernel/result.ts";
import type { AnswerCardAction } from "../features/events/index.ts";
import type { ConnectionStore } from "../features/integration/index.ts";
import type { QueueMessages, UpdateCards } from "../features/messages/index.ts";
import {
  declareWelcomeLinks,
  type FeishuEmails,
  hearEvents,
  makeAnswerCard,
  makeFeishuEmails,
  makeNoticeSwitches,
  type NoticeSwitches,
  type SendToEmail,
  startWelcomes,
} from "../features/notices/index.ts";
import type { SyncRuns } from "../features/sync/ports.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { KeptDoing } from "../platform/clock/keep-doing.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { Logger } from "../platform/log/logger.ts";
import type { OutboxSubscriber } from "../platform/outbox/relay.ts";
import type { FeishuConnections } from "./feishu-connections.ts";

export interface NoticeBoot {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly connections: ConnectionStore;
  readonly feishu: FeishuConnections;
  readonly queueMessages: QueueMessages;
  readonly updateCards: UpdateCards;
  readonly publicUrl: () => Promise<string>;
  readonly metrics: Registry;
  readonly log: Logger;
}

/** Notices, and what others need of them. */
export interface Notices {
  /** Takes what happened off the outbox. */
  readonly subscriber: OutboxSubscriber;
  /** Answers the buttons of our cards. */
  answerCards(runs: Pick<SyncRuns, "approve">): AnswerCardAction;
  readonly switches: NoticeSwitches;
  readonly feishuEmails: FeishuEmails;
  /** Begins to welcome people; links in messages need the address this server is reached under by then. */
  start(): void;
  stop(): Promise<void>;
}

/** Puts notices together. */
export async function composeNotices(boot: NoticeBoot): Promise<Notices> {
  const { config, database, clock, queueMessages, updateCards, publicUrl, log } = boot;
  await declareWelcomeLinks(database.kysely, config.initial_password.policy === "one_time_link");
  const presses = new Counter({
    name: "larkbridge_card_presses_total",
    help: "Buttons pressed on cards that ask whether a held sync may be applied, by what came of it",
    labelNames: ["outcome"],
    registers: [boot.metrics],
  });
  const parts = {
    ...{ database, clock, queueMessages, updateCards, publicUrl },
    onError: (message: string, error: unknown) => log.error({ err: error }, message),
  };
  let welcomes: KeptDoing | undefined;
  return {
    subscriber: hearEvents(parts),
    answerCards: (runs) => makeAnswerCard({ ...parts, runs, onPress: (outcome) => presses.inc({ outcome }) }),
    switches: makeNoticeSwitches(parts),
    feishuEmails: makeFeishuEmails({ database, clock, send: makeSendToEmail(boot) }),
    start() {
      welcomes = startWelcomes(parts);
    },
    stop: async () => welcomes?.stop(),
  };
}

/** Somebody waits in front of a form. */
const SEND_MS = 10_000;

function makeSendToEmail({ connections, feishu }: NoticeBoot): SendToEmail {
  return async (email, text, signal) => {
    const connection = await connections.findMain();
    if (!connection) return err({ code: "feishu_email_not_sent" });
    const connector = await feishu.open(connection);
    const late = AbortSignal.timeout(SEND_MS);
    const message = {
      to: { kind: "email", id: email },
      payload: { type: "text", content: JSON.stringify({ text }) },
      uuid: randomUUID(),
    } as const;
    const attempt = await connector.sendMessage(message, AbortSignal.any([signal, late])).catch((error: unknown) => {
      if (error === late.reason && !signal.aborted) return undefined;
      throw error;
    });
    if (attempt === undefined) return err({ code: "feishu_email_not_sent", detail: { why: "feishu_timeout" } });
    if (attempt.kind === "sent") return ok(null);
    return attempt.kind === "refused"
      ? err({ code: "feishu_email_unreachable", detail: { feishu_code: attempt.feishuCode } })
      : err({ code: "feishu_email_not_sent", detail: { why: attempt.cause } });
  };
}
