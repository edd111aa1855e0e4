import type { SyncRunView } from "@larkbridge/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ServerProcess } from "../support/server-process.ts";
import { callApi, runSync, type Stage, setStage } from "../support/stage.ts";

let stage: Stage;
let server: ServerProcess;
beforeAll(async () => {
  stage = await setStage();
  server = await stage.start();
}, 60_000);
afterAll(() => stage.close());

interface Explanation {
  readonly steps: readonly { readonly step: string; readonly state: string; readonly code: string | null }[];
  readonly changes: readonly { readonly verb: string }[];
  readonly feishu: { readonly open_id: string } | null;
}

it("explains a person who is not here yet, is here, and cannot be seen any more", { timeout: 60_000 }, async () => {
  const { users } = await stage.truth();
  const person = users.find(({ listed, status }) => listed && !status["is_frozen"]);
  const openId = person?.open_id ?? "";
  const explain = async () => (await callApi<Explanation>(server, "GET", `/users/${openId}/explain`)).body;
  const states = (explanation: Explanation) =>
    Object.fromEntries(explanation.steps.map(({ step, state }) => [step, state]));

  const before = await explain();
  expect(states(before)).toEqual({
    found_in_feishu: "yes",
    in_contact_range: "yes",
    matched: "no",
    policy: "yes",
    result: "yes",
  });
  expect(before.feishu?.open_id).toBe(openId);
  expect(before.changes[0]?.verb).toBe("create");

  await runSync(server);
  const after = await explain();
  expect(states(after)).toMatchObject({ found_in_feishu: "yes", matched: "yes", result: "no" });

  await stage.control("PUT", "/range", {
    type: "some",
    user_ids: users
      .filter((one) => one !== person && one.listed)
      .slice(0, 1)
      .map((one) => one.open_id),
  });
  const hidden = await explain();
  expect(states(hidden)).toMatchObject({ found_in_feishu: "unknown", in_contact_range: "no", matched: "yes" });
  await stage.control("PUT", "/range", { type: "all" });
});

it("runs one person on demand", { timeout: 60_000 }, async () => {
  const { users } = await stage.truth();
  const person = users.find(({ listed }) => listed);
  await stage.control("PATCH", `/users/${person?.open_id}`, { job_title: "Captain" });
  const started = await callApi<SyncRunView>(server, "POST", `/users/${person?.open_id}/sync`);
  const run = (await callApi<SyncRunView>(server, "GET", `/sync-runs/${started.body.id}?wait=30`)).body;
  expect([run.status, run.counts.users.updated, run.target.kind]).toEqual(["succeeded", 1, "users"]);
});

it("shows when a schedule starts the next three runs", { timeout: 60_000 }, async () => {
  const env = {
    LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_SCHEDULE_KIND: "interval",
    LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_SCHEDULE_HOURS: "1",
  };
  await server.stop();
  server = await stage.start(env);
  const shown = await callApi<{ services: { user_sync: { next_runs: string[] } } }>(
    server,
    "GET",
    "/integrations/feishu",
  );
  const [first, second] = shown.body.services.user_sync.next_runs;
  expect(shown.body.services.user_sync.next_runs.length).toBe(3);
  expect(Date.parse(second ?? "") - Date.parse(first ?? "")).toBe(3_600_000);
  expect(Date.parse(first ?? "") > Date.now()).toBe(true);
});
