import { setTimeout as pause } from "node:timers/promises";
import type { SyncRunView } from "@larkbridge/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi, exportUsers, runSync, type Stage, setStage } from "../support/stage.ts";

/** What a run leaves behind when its process dies, wherever it is just then. */

let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ users: 400, departments: 40, memberships: 500 });
});
afterAll(() => stage.close());

/** Twenty moments spread over a run, the same in every test run (golden-ratio steps); a soak asks for more. */
const KILLS = Number(process.env["LARKBRIDGE_TEST_KILLS"] ?? 20);
const MOMENTS = Array.from({ length: KILLS }, (_, at) => Math.round(((at * 0.618_034) % 1) * 900));

describe("a run killed at any moment", () => {
  it("leaves nothing half-done: the next one converges to what Feishu says", { timeout: KILLS * 12_000 }, async () => {
    for (const [at, moment] of MOMENTS.entries()) {
      await stage.control("POST", "/users/bulk-edit", { share: 0.5, seed: at, set: { job_title: `Title ${at}` } });
      const server = await stage.start();
      const started = await callApi<SyncRunView>(server, "POST", "/sync-runs", {});
      expect(started.status, JSON.stringify(started.body)).toBe(202);
      await pause(moment);
      await server.kill();
    }
    const server = await stage.start();
    const last = await runSync(server);
    // What the killed runs left undone adds up: where it is a title for most people, the run applies it and then waits
    // for an operator (product.md 5.3 d).
    const codes = last.reasons.map(({ code }) => code);
    expect(codes.filter((code) => code !== "mass_attribute_change")).toEqual([]);
    expect(last.status).toBe(codes.length === 0 ? "succeeded" : "waiting_for_approval");

    const { users: everybody } = await stage.truth();
    const people = new Map(everybody.filter(({ listed }) => listed).map((person) => [person.union_id, person]));
    const users = (await exportUsers(server)).filter(({ feishu }) => feishu !== null);
    expect(users.length).toBe(people.size);
    for (const user of users) {
      const person = people.get(user.feishu?.union_id ?? "");
      expect(user.job_title).toBe(person?.job_title ?? null);
      const departments = user.departments.map((one) => one.open_department_id).sort();
      expect(departments).toEqual(person?.departments.filter((id) => id !== "0").sort());
    }
    const again = await runSync(server);
    expect(again.counts.users).toMatchObject({
      created: 0,
      updated: 0,
      disabled: 0,
      deleted: 0,
      unchanged: people.size,
    });

    const runs = await callApi<{ items: SyncRunView[] }>(server, "GET", "/sync-runs?limit=200");
    const killed = runs.body.items.filter(({ id }) => Number(id) <= MOMENTS.length);
    // A page holds 200; the newest are on it, the two that were not killed among them.
    expect(killed.length).toBe(Math.min(MOMENTS.length, 198));
    // Half of the titles changing at once asks an operator; the next run then replaces that plan.
    for (const run of killed)
      expect(["interrupted", "succeeded", "waiting_for_approval", "rejected"]).toContain(run.status);
    expect(killed.filter(({ status }) => status === "interrupted").length).toBeGreaterThan(killed.length / 4);
    await server.stop();
  });
});
