import type { FeishuEventsView, SyncRunView } from "@larkbridge/contract";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { ServerProcess } from "../support/server-process.ts";
import { callApi, exportUsers, runSync, type Stage, setStage } from "../support/stage.ts";

/** From Feishu to the directory by the long connection, with two processes of which one is killed. */

const USERS = 300;
let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ users: USERS, departments: 30, memberships: 360 });
  await stage.control("PATCH", "/connections", { reconnect_nonce: 1, reconnect_interval: 1 });
}, 60_000);
afterAll(() => stage.close());

const start = () => stage.start({ LARKBRIDGE_FEISHU_EVENTS_MODE: "long_connection" });
const state = async (server: ServerProcess) =>
  (await callApi<FeishuEventsView>(server, "GET", "/integrations/feishu/events")).body;
const isConnected = (server: ServerProcess) =>
  vi.waitFor(async () => expect((await state(server)).state).toBe("connected"), { timeout: 20_000, interval: 100 });

/** The directory's people as Feishu truly has them. */
async function expectTruth(server: ServerProcess): Promise<void> {
  const { users: everybody } = await stage.truth();
  const listed = everybody.filter((person) => person.listed && !person.status.is_frozen && !person.status.is_exited);
  const truth = listed.map(({ union_id, name, job_title, departments }) => ({
    union_id,
    name: name.normalize("NFC").trim(),
    job_title: job_title || null,
    departments: departments.filter((id) => id !== "0").sort(),
  }));
  const here = (await exportUsers(server)).filter(({ feishu, status }) => feishu !== null && status === "active");
  const told = here.map(({ feishu, name, job_title, departments }) => ({
    union_id: feishu?.union_id,
    name,
    job_title,
    departments: departments.map(({ open_department_id: id }) => id).sort(),
  }));
  const sorted = <One extends { readonly union_id?: string | undefined }>(list: readonly One[]) =>
    [...list].sort((a, b) => ((a.union_id ?? "") < (b.union_id ?? "") ? -1 : 1));
  expect(sorted(told)).toEqual(sorted(truth));
}

it("joins, moves and leaves before, during and after a full sync all arrive, repeated and out of order, though the process that looks is killed", {
  timeout: 120_000,
}, async () => {
  const [one, two] = await Promise.all([start(), start()]);
  expect((await runSync(one)).status).toBe("succeeded");
  await Promise.all([isConnected(one), isConnected(two)]);
  await stage.control("PUT", "/events/disturbance", { duplicate_share: 0.3, scatter_seconds: 0.5, seed: 4 });
  const { users, departments } = await stage.truth();
  const people = users.filter(({ listed, status }) => listed && !status.is_frozen && !status.is_exited);
  const place = (at: number) => departments[(at * 7) % departments.length]?.open_department_id;
  const happen = async (at: number) => {
    const person = people[at]?.open_id;
    if (at % 20 === 5) await stage.control("POST", `/users/${person}/resign`, {});
    else if (at % 20 === 15) await stage.control("POST", "/users", { name: `新人 ${at}`, departments: [place(at)] });
    else await stage.control("PATCH", `/users/${person}`, { job_title: `Title ${at}`, departments: [place(at)] });
  };
  for (let at = 0; at < 40; at++) await happen(at);
  const full = callApi<SyncRunView>(two, "POST", "/sync-runs", {});
  for (let at = 40; at < 80; at++) await happen(at);
  await full;
  const owner = (await state(one)).owner;
  const [dying, heir] = owner?.endsWith(`:${one.pid}`) ? [one, two] : [two, one];
  for (let at = 80; at < 100; at++) await happen(at);
  await dying.kill();
  for (let at = 100; at < 120; at++) await happen(at);
  await vi.waitFor(async () => expect((await state(heir)).owner).toMatch(new RegExp(`:${heir.pid}$`)), {
    timeout: 20_000,
    interval: 100,
  });
  await isConnected(heir);
  // What was on its way to the one that died is pushed again after fifteen seconds, and then after minutes.
  await vi.waitFor(
    async () => {
      await stage.control("PUT", "/clock", { advance_seconds: 300 });
      const { events } = await stage.control<{ events: Record<string, number> }>("POST", "/events/settle");
      expect(events).toMatchObject({ waiting: 0, in_flight: 0, given_up: 0 });
    },
    { timeout: 30_000, interval: 200 },
  );
  await vi.waitFor(async () => expect((await state(heir)).live).toMatchObject({ pending: 0 }), {
    timeout: 30_000,
    interval: 200,
  });
  await expectTruth(heir);
  const proof = await runSync(heir);
  expect(proof).toMatchObject({ status: "succeeded" });
  for (const kind of ["users", "memberships"] as const)
    expect(proof.counts[kind]).toMatchObject({ created: 0, updated: 0, disabled: 0, deleted: 0, failed: 0 });
});
