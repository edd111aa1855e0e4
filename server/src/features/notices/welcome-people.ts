import type { Instant } from "../../core/kernel/ids.ts";
import { plus } from "../../platform/clock/clock.ts";
import { type KeptDoing, keepDoing } from "../../platform/clock/keep-doing.ts";
import { makeLink } from "../access/index.ts";
import type { MessageToQueue } from "../messages/index.ts";
import type { Db, NoticeParts } from "./ports.ts";
import { findService } from "./service-reader.ts";
import { readSwitches, readWelcomeLinks } from "./switch-store.ts";
import { countQueuedWelcomes, forgetNewcomers, hasNewcomers, type Newcomer, takeNewcomers } from "./welcome-store.ts";

/** Product.md 5.11. */
const LINK_MS = 24 * 60 * 60_000;
/** Welcomes in the queue of messages at most: a link is made when its message is about to be sent, and others are not held up. */
const MOST_QUEUED = 100;
const AT_ONCE = 50;
const REST_MS = 1_000;
const SYSTEM = { kind: "system", id: null, name: "welcome" } as const;

type Parts = Pick<NoticeParts, "database" | "clock" | "publicUrl" | "queueMessages">;

/** Hands welcomes to the queue of messages, a few at a time, until it is stopped. */
export function startWelcomes(parts: Parts & Pick<NoticeParts, "onError">): KeptDoing {
  let queued = 0;
  return keepDoing(
    async () => {
      queued = 0;
      queued = await welcomeNext(parts);
    },
    () => (queued > 0 ? 0 : REST_MS),
    (error) => parts.onError("people could not be welcomed", error),
  );
}

/**
 * Queues the next welcomes, where there is room for them.
 *
 * @returns how many people were taken off the list
 */
export async function welcomeNext(parts: Parts): Promise<number> {
  const { kysely } = parts.database;
  if (!(await hasNewcomers(kysely))) return 0;
  const { enabled } = (await readSwitches(kysely)).find(({ notice }) => notice === "welcome") ?? { enabled: false };
  if (!enabled || !(await findService(kysely))) {
    await forgetNewcomers(kysely);
    return 0;
  }
  const room = MOST_QUEUED - (await countQueuedWelcomes(kysely, MOST_QUEUED));
  if (room <= 0) return 0;
  const url = await parts.publicUrl();
  return kysely.transaction().execute(async (tx) => {
    const newcomers = await takeNewcomers(tx, Math.min(room, AT_ONCE));
    const withLinks = await readWelcomeLinks(tx);
    const messages: MessageToQueue[] = [];
    for (const newcomer of newcomers)
      messages.push(
        withLinks && newcomer.lacksPassword
          ? await withLink(tx, newcomer, url, parts.clock.now())
          : plain(newcomer, url),
      );
    await parts.queueMessages(tx, messages);
    return newcomers.length;
  });
}

function plain({ id }: Newcomer, url: string): MessageToQueue {
  return {
    key: `notice/welcome/${id}`,
    sender: { kind: "notice", notice: "welcome" },
    recipient: id,
    content: { kind: "template", template: "welcome", values: { sign_in_url: `${url}/` } },
    notificationId: null,
    expiresAt: null,
  };
}

/** A message that comes after its link is over would only disappoint. */
async function withLink(tx: Db, newcomer: Newcomer, url: string, now: Instant): Promise<MessageToQueue> {
  const expiresAt = plus(now, LINK_MS);
  const token = await makeLink(tx, { purpose: "password", userId: newcomer.id, by: SYSTEM, now, expiresAt });
  const values = { password_link: `${url}/password-link#token=${token}` };
  return {
    ...plain(newcomer, url),
    content: { kind: "template", template: "welcome_with_link", values },
    expiresAt,
  };
}
