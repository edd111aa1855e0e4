import type { SyncRunView } from "@larkbridge/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callApi, exportUsers, type Stage, setStage } from "../support/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ users: 200, departments: 30, memberships: 240 });
});
afterAll(() => stage.close());

it("two servers on one database run one sync at a time and see each other's", { timeout: 60_000 }, async () => {
  const [one, two] = await Promise.all([stage.start(), stage.start()]);
  const answers = await Promise.all(
    [one, two, one, two].map((server) => callApi<SyncRunView & { code?: string }>(server, "POST", "/sync-runs", {})),
  );
  expect(answers.filter(({ status }) => status === 202).length).toBe(1);
  for (const { status, body } of answers) if (status !== 202) expect(body.code).toBe("sync_already_running");

  const id = answers.find(({ status }) => status === 202)?.body.id;
  for (const server of [one, two]) {
    const run = await callApi<SyncRunView>(server, "GET", `/sync-runs/${id}?wait=30`);
    expect(run.body.status).toBe("succeeded");
    expect((await exportUsers(server)).length).toBe(200);
  }
});
