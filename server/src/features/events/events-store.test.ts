import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { plus } from "../../platform/clock/clock.ts";
import { type OpenDatabase, openDatabase } from "../../platform/db/open-database.ts";
import { makeEventCounts } from "./counts.ts";
import { countEvents, forgetReceived, storeEvent } from "./inbox-store.ts";
import { readLongConnection, takeOwnership } from "./long-connection-store.ts";
import type { IncomingEvent } from "./ports.ts";
import { addRefusals, readRefusals } from "./refusal-store.ts";

const NOW = "2026-01-08T00:00:00.000Z" as Instant;
const DAY_MS = 24 * 60 * 60 * 1000;

let database: OpenDatabase;
let connectionId: string;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await sql`truncate feishu_connection cascade`.execute(database.kysely);
  connectionId = await connect({ enabled: true });
});

async function connect(userSync: { enabled: boolean }): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into feishu_connection (app_id, app_secret, open_url, accounts_url, settings, declared_by)
    values (${`cli_${Math.random()}`}, 'x', 'x', 'x', ${JSON.stringify({ userSync })}::jsonb, 'console') returning id`.execute(
    database.kysely,
  );
  return rows[0]?.id ?? "";
}

const event = (eventId: string, more: Partial<IncomingEvent> = {}): IncomingEvent => ({
  ...{ eventId, type: "contact.user.updated_v3", appId: "cli_1", tenantKey: "tk", occurredAt: NOW },
  target: { kind: "user", openId: "ou_1" as never },
  card: null,
  ...more,
});
const store = (given: IncomingEvent, { id = connectionId, now = NOW } = {}) =>
  storeEvent(database.kysely, { connectionId: id, event: given, via: "webhook", now });
const stored = async () =>
  (
    await sql<{ event_id: string; target: unknown; handled: boolean; occurred_at: Date }>`
      select event_id, target, handled_at is not null as handled, occurred_at from received_event order by id`.execute(
      database.kysely,
    )
  ).rows;

describe("the inbox", () => {
  it("keeps an event once, however often and from how many sides it comes", async () => {
    const kept = await Promise.all(Array.from({ length: 8 }, () => store(event("ev-1"))));
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect(await stored()).toEqual([
      { event_id: "ev-1", target: { kind: "user", openId: "ou_1" }, handled: false, occurred_at: new Date(NOW) },
    ]);
  });

  it("keeps what is about nothing, or came while sync is off, as handled", async () => {
    await store(event("ev-1", { target: null, occurredAt: null }));
    const off = await connect({ enabled: false });
    await store(event("ev-1"), { id: off });
    expect((await stored()).map(({ handled }) => handled)).toEqual([true, true]);
  });

  it("takes nothing for a connection that was removed", async () => {
    await sql`update feishu_connection set removed_at = now() where id = ${connectionId}::uuid`.execute(
      database.kysely,
    );
    expect(await store(event("ev-1"))).toBe(false);
    expect(await stored()).toEqual([]);
  });

  it("forgets after seven days what was handled, and never what waits", async () => {
    await store(event("handled", { target: null }));
    await store(event("waits"));
    await forgetReceived(database.kysely, plus(NOW, 7 * DAY_MS));
    expect(await stored()).toHaveLength(2);
    await forgetReceived(database.kysely, plus(NOW, 7 * DAY_MS + 1));
    expect((await stored()).map((row) => row.event_id)).toEqual(["waits"]);
  });

  it("tells what came by type, and when the last one did", async () => {
    for (const id of ["1", "2"]) await store(event(id));
    await store(event("3", { type: "im.message.receive_v1", target: null }));
    await store(event("old", { type: "x" }), { now: plus(NOW, -2 * DAY_MS) });
    expect(await countEvents(database.kysely, connectionId, plus(NOW, -DAY_MS))).toEqual({
      received: [
        { type: "contact.user.updated_v3", count: 2 },
        { type: "im.message.receive_v1", count: 1 },
      ],
      lastAt: NOW,
    });
  });
});

describe("refusals", () => {
  const silent = { received: () => undefined, refused: () => undefined };

  it("are added up over processes and hours, and told by cause", async () => {
    const [one, two] = [makeEventCounts(silent), makeEventCounts(silent)];
    one.refused("webhook", connectionId, "event_token_wrong", NOW);
    for (const minute of [1, 2, 61])
      two.refused("webhook", connectionId, "event_signature_wrong", plus(NOW, minute * 60_000));
    two.refused("webhook", null, "event_webhook_off", NOW);
    for (const counts of [one, two, one]) await counts.flush((counted) => addRefusals(database.kysely, counted));
    one.refused("webhook", connectionId, "event_signature_wrong", NOW);
    await one.flush((counted) => addRefusals(database.kysely, counted));
    expect(await readRefusals(database.kysely, connectionId, plus(NOW, -DAY_MS))).toEqual([
      { code: "event_signature_wrong", count: 4, lastAt: plus(NOW, 61 * 60_000) },
      { code: "event_token_wrong", count: 1, lastAt: NOW },
    ]);
    expect(await readRefusals(database.kysely, connectionId, plus(NOW, 30 * 60_000))).toHaveLength(1);
  });

  it("that could not be written are written with the next", async () => {
    const counts = makeEventCounts(silent);
    counts.refused("webhook", connectionId, "event_token_wrong", NOW);
    const failing = counts.flush(async () => {
      throw new Error("the database is away");
    });
    counts.refused("webhook", connectionId, "event_token_wrong", plus(NOW, -1));
    await expect(failing).rejects.toThrow("away");
    await counts.flush((counted) => addRefusals(database.kysely, counted));
    expect(await readRefusals(database.kysely, connectionId, plus(NOW, -DAY_MS))).toEqual([
      { code: "event_token_wrong", count: 2, lastAt: NOW },
    ]);
  });

  it("of a connection that is gone are forgotten", async () => {
    const gone = { connectionId: "00000000-0000-4000-8000-000000000000", code: "event_token_wrong", count: 1 } as const;
    await addRefusals(database.kysely, [{ ...gone, lastAt: NOW }]);
    expect(await readRefusals(database.kysely, gone.connectionId, plus(NOW, -DAY_MS))).toEqual([]);
  });
});

describe("the right to the long connection", () => {
  const CONNECTING = { state: "connecting", reason: null } as const;

  it("has one process of many, until it is given up", async () => {
    const taken = await Promise.all(["a", "b", "c"].map((name) => takeOwnership(database, connectionId, name)));
    const [owner, ...others] = taken.filter((each) => each !== undefined);
    expect(others).toEqual([]);
    expect(await owner?.tell({ state: "connected", since: NOW })).toBe(true);
    expect((await readLongConnection(database.kysely, connectionId))?.link).toEqual({ state: "connected", since: NOW });
    await owner?.release();
    expect(await readLongConnection(database.kysely, connectionId)).toBeUndefined();
    const next = await takeOwnership(database, connectionId, "d");
    expect(next).toBeDefined();
    await next?.release();
  });

  it("falls with the process that has it", async () => {
    const dying = openDatabase({ url: database.url, maxConnections: 1, onIdleError: () => undefined });
    const owner = await takeOwnership(dying, connectionId, "dying");
    expect(await takeOwnership(database, connectionId, "heir")).toBeUndefined();
    await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = ${0x4c45}`.execute(
      database.kysely,
    );
    const heir = await vi.waitFor(async () => {
      const taken = await takeOwnership(database, connectionId, "heir");
      expect(taken).toBeDefined();
      return taken;
    });
    expect((await readLongConnection(database.kysely, connectionId))?.owner).toBe("heir");
    expect(await owner?.tell(CONNECTING).catch(() => false)).toBe(false);
    await owner?.release();
    expect(await heir?.tell(CONNECTING)).toBe(true);
    await heir?.release();
    await dying.close();
  });

  it("is lost by a process that stands still for ten seconds", async () => {
    const asleep = await takeOwnership(database, connectionId, "asleep");
    await sql`update feishu_long_connection set heartbeat_at = now() - interval '11 seconds'`.execute(database.kysely);
    expect(await readLongConnection(database.kysely, connectionId)).toBeUndefined();
    const heir = await takeOwnership(database, connectionId, "heir");
    expect(await asleep?.tell(CONNECTING)).toBe(false);
    await asleep?.release();
    const reason = { code: "feishu_secret_wrong", detail: { status: 403 } };
    expect(await heir?.tell({ state: "refused", reason })).toBe(true);
    expect(await readLongConnection(database.kysely, connectionId)).toEqual({
      owner: "heir",
      link: { state: "refused", reason },
    });
    await heir?.release();
  });
});
