import { setTimeout as pause } from "node:timers/promises";
import { routes, type SyncRunView } from "@larkbridge/contract";
import type { Client } from "../cli/client.ts";
import type { EmulatorProcess } from "./emulator-process.ts";

/** Where the story is told; every line is one step. */
export type Tell = (title: string, text: string) => void;

const number = new Intl.NumberFormat("en-US");
const count = (value: number, one: string, many = `${one}s`) => `${number.format(value)} ${value === 1 ? one : many}`;

/**
 * Tells what Larkbridge does with a tenant, over the public API alone, and leaves the tenant as it was.
 * Throws when a step ends otherwise than it should: the demo is a check as well.
 */
export async function tellStory(client: Client, emulator: EmulatorProcess, tell: Tell): Promise<void> {
  await holdEvents(emulator, true);
  await showTenant(client, emulator, tell);
  await firstSync(client, emulator, tell);

  const again = await runSync(client, "succeeded");
  tell(
    "Second sync",
    `nothing to do: ${count(again.counts.users.unchanged, "account")} unchanged, ${changeCount(again)} changes`,
  );

  await resignations(client, emulator, tell);
  await shrunkenRange(client, emulator, tell);
  await undo(client, emulator, tell);

  await resetTenant(emulator);
  const last = await runSync(client, "succeeded");
  const active = await countActive(client);
  tell(
    "Restored",
    `the tenant is as at first; ${count(last.counts.users.updated + last.counts.users.restored, "account")} followed, ${count(active, "active person", "active people")}`,
  );
  await leaver(client, emulator, tell);
}

/** While they are held, Feishu's events have no part in what the runs of the story find. */
async function holdEvents(emulator: EmulatorProcess, hold: boolean): Promise<void> {
  await emulator.control("PUT", "/events/disturbance", { hold });
}

/** Puts the tenant back to what it was; what was held of it is forgotten. */
async function resetTenant(emulator: EmulatorProcess): Promise<void> {
  await emulator.control("POST", "/reset", {});
  await holdEvents(emulator, true);
}

async function showTenant(client: Client, emulator: EmulatorProcess, tell: Tell): Promise<void> {
  const { tenant } = await emulator.control<{ tenant: { [name: string]: number } }>("GET", "/");
  tell(
    "Tenant",
    `${count(tenant["users"] ?? 0, "person", "people")}, ${count(tenant["departments"] ?? 0, "department")}, ${count(tenant["memberships"] ?? 0, "membership")}`,
  );
  const doctor = await client.call(routes.checkFeishuIntegration);
  const granted = doctor.permissions.permissions.filter(
    (one) => one.granted === true || one.covered_by !== null,
  ).length;
  tell(
    "Permissions",
    `${granted} of ${doctor.permissions.permissions.length} granted, ${doctor.healthy ? "all that a sync needs" : "not all that a sync needs"}; contact range: ${doctor.contact_range.mode}`,
  );
}

async function firstSync(client: Client, emulator: EmulatorProcess, tell: Tell): Promise<void> {
  const plan = await client.call(routes.createSyncPlan, { body: { wait: true } }, { patient: true });
  if (plan.status !== "ready") throw new Error(`the preview is ${plan.status}`);
  const { users, departments, memberships } = plan.summary;
  tell(
    "Plan",
    `create ${count(users.created, "account")}, ${count(departments.created, "department")}, ${count(memberships.created, "membership")}; update ${users.updated}; skip ${users.skipped}`,
  );
  const issues = await client.call(routes.listSyncPlanIssues, { params: { id: plan.id }, query: { limit: 200 } });
  const byCode = new Map<string, number>();
  for (const { code } of issues.items) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  tell("  and why", [...byCode].map(([code, many]) => `${code} ${many}`).join(", ") || "nothing to say about anybody");
  const began = Date.now();
  const run = await runSync(client, "succeeded");
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  tell(
    "Applied",
    `${count(run.counts.users.created, "account")} created in ${seconds} s, ${run.counts.users.failed} failed`,
  );
  const { calls } = await emulator.control<{ calls: { total: number } }>("GET", "/minimum");
  const { coverage } = run;
  if (coverage === null) throw new Error("the run tells no coverage");
  tell(
    "Coverage",
    `${number.format(coverage.departments_read)} of ${count(coverage.departments_expected, "department")}, ${count(coverage.users_read, "person", "people")}, ${coverage.unread_count} unread; ${number.format(coverage.calls)} calls, the least possible is ${number.format(calls.total)}`,
  );
}

async function resignations(client: Client, emulator: EmulatorProcess, tell: Tell): Promise<void> {
  const before = await countActive(client);
  const { affected } = await emulator.control<{ affected: number }>("POST", "/users/bulk", {
    action: "resign",
    share: 0.1,
    seed: 3,
  });
  const run = await runSync(client, "waiting_for_approval");
  const active = await countActive(client);
  if (active !== before) throw new Error(`the guard let ${before - active} removals through`);
  tell("A tenth resigns", `${number.format(affected)} people leave Feishu at once`);
  tell(
    "  guard",
    `${run.reasons[0]?.message} Still ${count(active, "active person", "active people")}; run ${run.id} waits`,
  );
  await client.call(routes.rejectSyncRun, { params: { id: run.id } });
  await resetTenant(emulator);
  await runSync(client, "succeeded");
  tell("  rejected", "an operator says no; the people are back in Feishu");
}

async function shrunkenRange(client: Client, emulator: EmulatorProcess, tell: Tell): Promise<void> {
  const before = await countActive(client);
  const range = await emulator.control<{ department_ids: string[] }>("GET", "/range");
  const snapshot = range.department_ids.length > 0 ? range.department_ids : await firstLevelDepartments(emulator);
  await emulator.control("PUT", "/range", { type: "some", department_ids: snapshot.slice(0, 1) });
  const run = await runSync(client, "waiting_for_approval");
  const active = await countActive(client);
  if (active !== before) throw new Error(`a shrunken range removed ${before - active} people`);
  tell(
    "Range shrinks",
    `Feishu shows ${count(run.coverage?.users_read ?? 0, "person", "people")} only: ${run.reasons[0]?.code}, nobody removed (${number.format(active)} active)`,
  );
  await client.call(routes.rejectSyncRun, { params: { id: run.id } });
  await resetTenant(emulator);
  await runSync(client, "succeeded");
}

async function firstLevelDepartments(emulator: EmulatorProcess): Promise<string[]> {
  const lines = (
    await (await fetch(`${emulator.url}/__emulator/snapshot`, { signal: AbortSignal.timeout(30_000) })).text()
  ).split("\n");
  return lines
    .filter((line) => line.startsWith('{"kind":"department"'))
    .map((line) => JSON.parse(line) as { open_department_id: string; parent: string })
    .filter(({ parent }) => parent === "0")
    .map(({ open_department_id: id }) => id);
}

async function undo(client: Client, emulator: EmulatorProcess, tell: Tell): Promise<void> {
  await emulator.control("POST", "/users/bulk-edit", {
    count: 12,
    seed: 5,
    set: { job_title: "Chief Mistake Officer" },
  });
  const run = await runSync(client, "succeeded");
  let undone = await client.call(routes.revertSyncRun, { params: { id: run.id }, body: {} });
  undone = await waitFor(client, undone, "succeeded");
  const after = await runSync(client, "succeeded");
  tell("A mistake", `12 people get a wrong job title in Feishu; run ${run.id} updates ${run.counts.users.updated}`);
  tell(
    "  undone",
    `run ${undone.id} puts ${undone.counts.users.updated} back; the next sync leaves ${after.counts.users.skipped} alone until Feishu changes`,
  );
}

/** Somebody leaves, and nobody starts a sync. */
async function leaver(client: Client, emulator: EmulatorProcess, tell: Tell): Promise<void> {
  const { items } = await client.call(routes.listUsers, { query: { status: "active", origin: "feishu", limit: 1 } });
  const [person] = items;
  if (!person?.feishu) throw new Error("nobody is there who could leave");
  await holdEvents(emulator, false);
  await until("the long connection", async () => (await client.call(routes.getFeishuEvents)).state === "connected");
  const became = (status: string) => async () =>
    (await client.call(routes.getUser, { params: { id: person.id } })).status === status;
  const began = performance.now();
  await emulator.control("POST", `/users/${person.feishu.open_id}/resign`, {});
  await until(`${person.name} to be disabled`, became("disabled"));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  await emulator.control("POST", `/users/${person.feishu.open_id}/restore`, {});
  await until(`${person.name} to be active again`, became("active"));
  tell(
    "A leaver",
    `${person.name} resigns in Feishu: disabled ${seconds} s later by its event, without a sync; then back`,
  );
}

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 50;

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}

async function runSync(client: Client, expected: SyncRunView["status"]): Promise<SyncRunView> {
  return waitFor(client, await client.call(routes.createSyncRun, { body: {} }), expected);
}

async function waitFor(client: Client, started: SyncRunView, expected: SyncRunView["status"]): Promise<SyncRunView> {
  let run = started;
  while (run.status === "running")
    run = await client.call(routes.getSyncRun, { params: { id: run.id }, query: { wait: 30 } });
  if (run.status !== expected) {
    const why = run.reasons.map(({ code, message }) => `${code}: ${message}`).join("; ");
    throw new Error(`run ${run.id} ended ${run.status} instead of ${expected}. ${why}`);
  }
  return run;
}

function changeCount({ counts }: SyncRunView): number {
  return Object.values(counts).reduce(
    (sum, { created, updated, disabled, restored, deleted }) => sum + created + updated + disabled + restored + deleted,
    0,
  );
}

async function countActive(client: Client): Promise<number> {
  let active = 0;
  for await (const user of client.rows(routes.listUsers, { query: { status: "active", origin: "feishu" } }))
    if (user.feishu) active++;
  return active;
}
