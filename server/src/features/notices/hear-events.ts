import { z } from "zod";
import type { UserId } from "../../core/kernel/ids.ts";
import { agentFamily } from "../../core/notify/device.ts";
import type { NoticeName } from "../../core/notify/notices.ts";
import { localTime } from "../../platform/clock/local-time.ts";
import type { OutboxEvent, OutboxSubscriber } from "../../platform/outbox/relay.ts";
import { NEW_DEVICE } from "../access/index.ts";
import type { MessageToQueue } from "../messages/index.ts";
import { RUN_DECIDED, RUN_FINISHED } from "../sync/index.ts";
import { APPROVAL_HELD } from "./answer-card.ts";
import { hasOpenRequests } from "./approval-store.ts";
import { askNext } from "./ask-operators.ts";
import { closeDecided, showHeld } from "./card-copies.ts";
import type { Db, NoticeParts } from "./ports.ts";
import { findService, type NoticeService } from "./service-reader.ts";
import { findSession } from "./session-reader.ts";
import { type NoticeSwitch, readSwitches } from "./switch-store.ts";
import { tellOfRun } from "./tell-of-run.ts";
import { noteNewcomers } from "./welcome-store.ts";

/** What leads to which notice. */
const TOPICS: Readonly<Record<NoticeName, string>> = {
  welcome: "user.created",
  account_disabled: "user.disabled",
  new_device: NEW_DEVICE,
  sync_failed: RUN_FINISHED,
  sync_partially_succeeded: RUN_FINISHED,
  sync_waiting: RUN_FINISHED,
};

const aboutUser = z.object({ userId: z.uuid() });
const aboutSession = z.object({ sessionId: z.uuid() });
const aboutRun = z.object({ runId: z.string().regex(/^\d{1,18}$/) });
const aboutRequest = z.object({ requestId: z.uuid() });

/** Hears what happened and queues the messages that follow, in the transaction that takes the events off the outbox. */
export function hearEvents(parts: NoticeParts): OutboxSubscriber {
  return {
    async topics(db) {
      const wanted = new Set<string>();
      if (await hasOpenRequests(db)) for (const topic of [RUN_DECIDED, RUN_FINISHED, APPROVAL_HELD]) wanted.add(topic);
      if (await findService(db))
        for (const { notice, enabled } of await readSwitches(db)) if (enabled) wanted.add(TOPICS[notice]);
      return [...wanted];
    },
    async take(tx, events) {
      const service = await findService(tx);
      const switches = service ? await readSwitches(tx) : [];
      const isTold = (notice: NoticeName, event: OutboxEvent) => isOn(switches, notice, event);

      const created = events.filter((event) => event.topic === TOPICS.welcome && isTold("welcome", event));
      if (created.length > 0)
        await noteNewcomers(
          tx,
          created.map(({ payload }) => aboutUser.parse(payload).userId),
          parts.clock.now(),
        );
      for (const event of events) {
        if (event.topic === RUN_DECIDED) {
          const closed = await closeDecided(tx, parts, aboutRun.parse(event.payload).runId);
          if (closed && service && isTold("sync_waiting", event)) await askNext(tx, parts, service);
        }
        if (event.topic === APPROVAL_HELD) await showHeld(tx, parts, aboutRequest.parse(event.payload).requestId);
        if (event.topic === RUN_FINISHED) {
          const { runId } = aboutRun.parse(event.payload);
          await closeDecided(tx, parts, runId);
          if (service) await tellOfRun(tx, parts, service, runId, (notice) => isTold(notice, event));
        }
        if (!service) continue;
        if (event.topic === TOPICS.account_disabled && isTold("account_disabled", event))
          await parts.queueMessages(tx, [ofDisabled(event)]);
        if (event.topic === NEW_DEVICE && isTold("new_device", event)) await tellOfDevice(tx, parts, service, event);
      }
    },
  };
}

/** Whether a notice is on, and was when the event happened. */
function isOn(switches: readonly NoticeSwitch[], notice: NoticeName, { createdAt }: OutboxEvent): boolean {
  const found = switches.find((one) => one.notice === notice);
  return found?.enabled === true && found.since < createdAt;
}

function ofDisabled({ id, payload }: OutboxEvent): MessageToQueue {
  const { userId } = aboutUser.parse(payload);
  return {
    // An account may be disabled more than once.
    key: `notice/account_disabled/${id}`,
    sender: { kind: "notice", notice: "account_disabled" },
    recipient: userId as UserId,
    content: { kind: "template", template: "account_disabled", values: {} },
    notificationId: null,
    expiresAt: null,
  };
}

async function tellOfDevice(
  tx: Db,
  parts: NoticeParts,
  { timeZone }: NoticeService,
  event: OutboxEvent,
): Promise<void> {
  const { sessionId } = aboutSession.parse(event.payload);
  const session = await findSession(tx, sessionId);
  if (!session) return;
  const values = {
    device: agentFamily(session.userAgent) || "?",
    address: session.address,
    time: localTime(session.createdAt, timeZone),
    sessions_url: `${await parts.publicUrl()}/me`,
  };
  await parts.queueMessages(tx, [
    {
      key: `notice/new_device/${sessionId}`,
      sender: { kind: "notice", notice: "new_device" },
      recipient: session.userId,
      content: { kind: "template", template: "new_device", values },
      notificationId: null,
      expiresAt: null,
    },
  ]);
}
