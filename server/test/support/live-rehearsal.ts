import { randomUUID } from "node:crypto";
import { beforeEach } from "vitest";
import type { RunId } from "../../src/core/kernel/ids.ts";
import type { Json } from "../../src/core/kernel/json.ts";
import type { EventTarget } from "../../src/core/sync/looks.ts";
import type { SourceUser, SyncTarget } from "../../src/core/sync/snapshot.ts";
import { type Consumer, makeConsumer } from "../../src/features/sync/live/consume.ts";
import { seeToFullRuns } from "../../src/features/sync/live/full-run-duty.ts";
import { type LiveState, readLiveState } from "../../src/features/sync/live/live-state-reader.ts";
import type { LiveDeps } from "../../src/features/sync/live/ports.ts";
import { makeMemorySource } from "../../src/features/sync/memory-source.ts";
import type { SyncRun } from "../../src/features/sync/ports.ts";
import type { SourceReader } from "../../src/features/sync/source-reader.ts";
import { makeSyncRuns } from "../../src/features/sync/sync-runs.ts";
import { systemClock } from "../../src/platform/clock/clock.ts";
import { loadRomanizer } from "../../src/platform/romanize/romanize.ts";
import { openDepartmentId, sourceUser } from "./sync-makers.ts";
import { rehearseSync, type SyncRehearsal } from "./sync-rehearsal.ts";

/** Events beside a sync on a real database over a source in memory. */
export class LiveRehearsal {
  readonly sync: SyncRehearsal;
  live!: LiveDeps;
  consumer!: Consumer;
  /** What was asked of the source, in order. */
  asked: SyncTarget[] = [];
  /** A full reading has been made but comes to nobody before this settles. */
  hold: Promise<void> | undefined;
  listens = true;

  constructor(sync: SyncRehearsal) {
    this.sync = sync;
  }

  reset(): void {
    this.asked = [];
    this.hold = undefined;
    this.listens = true;
    const { sync } = this;
    this.live = {
      ...sync.deps,
      clock: systemClock,
      loadRomanizer,
      openSource: async () => this.source(),
      findConnection: async () => ({ id: sync.connectionId, ...sync.settings, listens: this.listens }),
    };
    sync.runs = makeSyncRuns(this.live);
    this.consumer = this.anotherConsumer();
  }

  /** As another process would have one. */
  anotherConsumer(): Consumer {
    return makeConsumer(this.live, () => 0);
  }

  private source(): SourceReader {
    const { feishu } = this.sync;
    return {
      ...feishu,
      readContacts: async (target, sink, options) => {
        this.asked.push(target);
        if (target.kind !== "all" || this.hold === undefined) return feishu.readContacts(target, sink, options);
        const read = makeMemorySource(feishu.snapshot);
        await this.hold;
        return read.readContacts(target, sink, options);
      },
    };
  }

  /** Events arrive, as the inbox keeps them. */
  async tell(...targets: readonly (EventTarget | string)[]): Promise<void> {
    for (const target of targets) {
      const named = typeof target === "string" ? { kind: "user", openId: sourceUser(target).openId } : target;
      await this.sync.database.pool.query(
        `insert into received_event (connection_id, event_id, type, via, target, occurred_at)
         values ($1, $2, 'contact.user.updated_v3', 'webhook', $3, now())`,
        [this.sync.connectionId, randomUUID(), JSON.stringify(named)],
      );
    }
  }

  /** Looks at everything that waits. */
  consume(consumer: Consumer = this.consumer) {
    return consumer.consume(new AbortController().signal);
  }

  async tellAndConsume(...targets: readonly (EventTarget | string)[]): Promise<void> {
    await this.tell(...targets);
    await this.consume();
  }

  /** One person of Feishu is another from now on. */
  change(key: string, change: Partial<SourceUser>): void {
    const { snapshot } = this.sync.feishu;
    const users = snapshot.users.map((user) =>
      user.unionId === sourceUser(key).unionId ? { ...user, ...change } : user,
    );
    this.sync.feishu.snapshot = { ...snapshot, users };
  }

  /** People are gone from Feishu. */
  leave(...keys: readonly string[]): void {
    const { snapshot } = this.sync.feishu;
    const gone = keys.map((key) => sourceUser(key).unionId);
    this.sync.feishu.snapshot = { ...snapshot, users: snapshot.users.filter(({ unionId }) => !gone.includes(unionId)) };
  }

  /** Somebody new in Feishu. */
  join(user: SourceUser): void {
    const { snapshot } = this.sync.feishu;
    this.sync.feishu.snapshot = { ...snapshot, users: [...snapshot.users, user] };
  }

  async name(key: string): Promise<string | undefined> {
    return (await this.sync.people()).find(({ link }) => link?.unionId === sourceUser(key).unionId)?.name;
  }

  /** Runs newest first. */
  async runs(): Promise<readonly SyncRun[]> {
    const { rows } = await this.sync.database.pool.query<{ id: number }>("select id from sync_run order by id desc");
    return Promise.all(rows.map(async ({ id }) => (await this.sync.runs.find(String(id) as RunId)) as SyncRun));
  }

  async events(): Promise<readonly { target: Json; handled: boolean; run_id: number | null }[]> {
    const { rows } = await this.sync.database.pool.query<{ target: Json; handled: boolean; run_id: number | null }>(
      "select target, handled_at is not null as handled, run_id from received_event order by id",
    );
    return rows;
  }

  state(): Promise<LiveState> {
    return readLiveState(this.sync.database.kysely, this.sync.connectionId);
  }

  /** What is done every two seconds beside the looks. */
  async duty(): Promise<void> {
    const connection = await this.live.findConnection();
    if (connection) await seeToFullRuns(this.live, connection);
  }

  /** Waits for a full run that began by itself. */
  async endOfNewest(): Promise<SyncRun> {
    const [newest] = await this.runs();
    if (newest === undefined) throw new Error("there is no run");
    await this.sync.active.ended(newest.id);
    return (await this.sync.runs.find(newest.id)) as SyncRun;
  }

  /** Everything that happened, happened so long ago. */
  async passed(interval: string): Promise<void> {
    await this.sync.database.pool.query(
      `update sync_run set started_at = started_at - $1::interval, finished_at = finished_at - $1::interval`,
      [interval],
    );
    await this.sync.database.pool.query(`update live_watch set since = since - $1::interval`, [interval]);
  }
}

export const department = (key: string): EventTarget => ({
  kind: "department",
  openDepartmentId: openDepartmentId(key),
});

/** Registers the rehearsal with the test file. */
export function rehearseLive(): LiveRehearsal {
  const stage = new LiveRehearsal(rehearseSync());
  beforeEach(() => stage.reset());
  return stage;
}
