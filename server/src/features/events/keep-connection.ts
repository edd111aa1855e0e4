import type { Clock } from "../../platform/clock/clock.ts";
import { keepDoing } from "../../platform/clock/keep-doing.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { EventCounts } from "./counts.ts";
import { type Ownership, takeOwnership } from "./long-connection-store.ts";
import type { EventConnection, EventConnections, FeishuEvents, LinkState, LongConnection } from "./ports.ts";
import type { Receive } from "./receive.ts";
import { tellOnce } from "./tell-once.ts";

export interface KeeperParts {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly connections: EventConnections;
  readonly feishu: FeishuEvents;
  readonly counts: EventCounts;
  readonly receive: Receive;
  /** Host and process, for people. */
  readonly ownerName: string;
  readonly onError: (message: string, error: unknown) => void;
}

/** How often a process looks whether the connection is wanted, is its own, and is as it is set. */
const LOOK_EVERY_MS = 1_000;

interface Held {
  readonly ownership: Ownership;
  /** What it was opened with; another app, host or secret needs another connection. */
  readonly version: string;
  readonly connection: LongConnection;
  link: LinkState;
}

/**
 * Keeps the long connection where it is wanted, in one process of all: whoever has the right to it opens it, the others look
 * every second whether it is free. Changed settings take effect at the next look.
 */
export function keepLongConnection(parts: KeeperParts): {
  /** Whether this process is connected; for the metrics. */
  isConnected(): boolean;
  stop(): Promise<void>;
} {
  const { database, clock, connections, feishu, counts, receive, ownerName, onError } = parts;
  const storing = tellOnce((error) => onError("an event could not be stored; Feishu will push it again", error));
  let held: Held | undefined;

  async function letGo(): Promise<void> {
    const former = held;
    held = undefined;
    if (former === undefined) return;
    await former.connection.close();
    await former.ownership.release();
  }

  async function open(wanted: EventConnection, ownership: Ownership): Promise<Held> {
    const appSecret = await connections.readSecret(wanted.id);
    const mine: { -readonly [Key in keyof Held]?: Held[Key] } = {
      ownership,
      version: versionOf(wanted),
      link: { state: "connecting", reason: null },
    };
    mine.connection = feishu.openLongConnection(
      { appId: wanted.appId, appSecret, openUrl: wanted.openUrl },
      {
        async onEvent(event) {
          try {
            const now = await connections.find();
            // It was taken away this moment; whoever opens it again gets the event again.
            if (now?.id !== wanted.id) throw new Error("the connection of this event is gone");
            const receipt = await receive("long_connection", now, event);
            storing.succeeded();
            return receipt.kind === "taken" && receipt.answer !== null ? feishu.writeCardAnswer(receipt.answer) : null;
          } catch (error) {
            storing.failed(error);
            throw error;
          }
        },
        onRefused: (code) => counts.refused("long_connection", wanted.id, code, clock.now()),
        onState(link) {
          mine.link = link;
          // Also told at every look: what fails here is told there.
          ownership.tell(link).catch(() => undefined);
        },
      },
    );
    return mine as Held;
  }

  async function look(): Promise<void> {
    const connection = await connections.find();
    const wanted = connection?.mode === "long_connection" ? connection : undefined;
    if (held !== undefined && (wanted === undefined || versionOf(wanted) !== held.version)) await letGo();
    if (wanted === undefined) return;
    if (held === undefined) {
      const ownership = await takeOwnership(database, wanted.id, ownerName);
      if (ownership === undefined) return;
      held = await open(wanted, ownership).catch(async (error: unknown) => {
        await ownership.release();
        throw error;
      });
    }
    if (!(await held.ownership.tell(held.link))) await letGo();
  }

  async function lookOnce(): Promise<void> {
    try {
      await look();
    } catch (error) {
      // Without the database nothing can be stored, and another process may have the right by now.
      await letGo();
      throw error;
    }
  }

  const kept = keepDoing(
    lookOnce,
    () => LOOK_EVERY_MS,
    (error) => onError("the long connection could not be looked after", error),
  );
  kept.wake();
  return {
    isConnected: () => held?.link.state === "connected",
    async stop() {
      await kept.stop();
      await letGo();
    },
  };
}

function versionOf({ id, appId, openUrl, secretChangedAt }: EventConnection): string {
  return [id, appId, openUrl, secretChangedAt].join("\n");
}
