import { afterEach, describe, expect, it } from "vitest";
import type { RunId, UserId } from "../../src/core/kernel/ids.ts";
import { emptyCounts } from "../../src/core/sync/summary.ts";
import type { RunStatus } from "../../src/features/sync/ports.ts";
import type { HttpServer } from "../../src/platform/http/index.ts";
import {
  completeCoverage,
  DIGEST,
  departmentId,
  incompleteCoverage,
  PLAN_ID,
  sampleChange,
  sampleIssue,
  samplePlan,
  sampleRun,
} from "../support/api-samples.ts";
import { type ApiState, openApiServer } from "../support/api-server.ts";
import { type ProgramRun, runLarkbridge } from "../support/run-program.ts";

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.drain(0);
});

/** A server in some state, and the program pointed at it. */
async function against(part: Partial<ApiState>) {
  const { server, state } = await openApiServer(part);
  servers.push(server);
  const port = await server.listen({ host: "127.0.0.1", port: 0 });
  const env = { LARKBRIDGE_URL: `http://127.0.0.1:${port}`, LARKBRIDGE_TOKEN: "admin" };
  const run = (argv: string[], options: ProgramRun = {}) =>
    runLarkbridge(argv, { ...options, env: { ...env, ...options.env } });
  return { run, state };
}

const ENDS: readonly (readonly [RunStatus, number])[] = [
  ["succeeded", 0],
  ["failed", 1],
  ["interrupted", 1],
  ["cancelled", 1],
  ["rejected", 1],
  ["waiting_for_approval", 3],
  ["partially_succeeded", 4],
];
const running = sampleRun({
  status: "running",
  finishedAt: null,
  progress: { phase: "reading_users", done: 40, total: 1000 },
});

describe("sync run", () => {
  it.each(ENDS)("that ends %s exits %d and prints one object", async (status, exit) => {
    const { run } = await against({ script: [running, sampleRun({ status })] });
    const ended = await run(["sync", "run", "--json"]);
    expect(ended.status).toBe(exit);
    expect(JSON.parse(ended.stdout)).toMatchObject({ id: "7", trigger: "manual", status, reasons: [] });
    expect(ended.stderr).toBe("");
  });

  it("prints the object of product.md section 4, with every key", async () => {
    const { run } = await against({ script: [sampleRun()] });
    const object = JSON.parse((await run(["sync", "run", "--json"])).stdout);
    expect(Object.keys(object)).toEqual(
      expect.arrayContaining(["id", "trigger", "status", "counts", "coverage", "reasons", "started_at", "finished_at"]),
    );
    const keys = ["created", "updated", "disabled", "restored", "deleted", "unchanged", "skipped", "failed"];
    for (const kind of ["users", "departments", "memberships"]) expect(Object.keys(object.counts[kind])).toEqual(keys);
  });

  it("does not wait when told not to", async () => {
    const { run } = await against({ script: [running, sampleRun()] });
    const ended = await run(["sync", "run", "--no-wait", "--json"]);
    expect(ended.status).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: "running", finished_at: null });
  });

  it.each([
    [["--user", "单雄信"], { kind: "users", users: [{ kind: "username", username: "单雄信" }] }],
    [
      ["--user", "A@Example.com", "--user", "ou_1"],
      {
        kind: "users",
        users: [
          { kind: "email", email: "a@example.com" },
          { kind: "open_id", openId: "ou_1" },
        ],
      },
    ],
    [
      ["--department", "od-1"],
      { kind: "department", department: { kind: "open_department_id", openDepartmentId: "od-1" } },
    ],
    [[], { kind: "all" }],
  ])("%j looks at %j", async (options, target) => {
    const { run, state } = await against({ script: [sampleRun()] });
    await run(["sync", "run", ...options]);
    expect(state.asked).toEqual([target]);
  });

  it("shows progress on one line of a terminal, and a line a phase elsewhere", async () => {
    const script = () => [
      running,
      sampleRun({ ...running, progress: { phase: "applying", done: 1, total: 2 } }),
      sampleRun(),
    ];
    const watched = await (await against({ script: script() })).run(["sync", "run"], { terminal: 80 });
    expect(watched.stderr).toContain("\r\u001b[2KRun 7: Reading people 40 of 1,000 …");
    expect(watched.stderr.endsWith("\r\u001b[2K")).toBe(true);
    const piped = await (await against({ script: script() })).run(["sync", "run"]);
    expect(piped.stderr).toBe("Reading people\nApplying\n");
  });

  it("tells how far it read, why it is not complete, and what to do next", async () => {
    const waiting = sampleRun({
      status: "waiting_for_approval",
      heldCount: 3,
      coverage: incompleteCoverage,
      reasons: [{ code: "removal_guard", detail: { planned: 60, recent: 0, limit: 50 } }],
    });
    const { run } = await against({ script: [waiting] });
    const { stdout, status } = await run(["sync", "run"]);
    expect(status).toBe(3);
    expect(stdout).toContain("Run 7  Waiting for approval  manual, by somebody, 2026-11-23 02:00:00 UTC, took 4.5 s");
    expect(stdout).toContain(
      "Read 1 of 2 departments, 1,000 people (member counts add up to 1,000), with 24 calls: incomplete; nobody below these was removed:",
    );
    expect(stdout).toContain("department members od-2: Feishu failed several times over. (feishu_server_error)");
    expect(stdout).toContain(
      "! 60 people would be disabled or deleted, 0 were in the last 24 hours, and 50 are allowed without asking. (removal_guard)",
    );
    expect(stdout).toContain("larkbridge sync approve 7");
  });

  it.each([
    ["user_sync_disabled", 2],
    ["integration_not_configured", 2],
    ["sync_already_running", 1],
    ["user_not_found", 1],
  ] as const)("refused with %s exits %d", async (code, exit) => {
    const { run } = await against({ startFailure: { code } });
    const ended = await run(["sync", "run", "--json"]);
    expect(ended.status).toBe(exit);
    expect(JSON.parse(ended.stdout)).toMatchObject({ code, cure: expect.any(String) });
  });
});

describe("sync status", () => {
  it("says that nothing ran yet", async () => {
    const { run } = await against({});
    const ended = await run(["sync", "status", "--json"]);
    expect(ended.status).toBe(0);
    expect(JSON.parse(ended.stdout)).toEqual({
      id: null,
      trigger: null,
      status: "not_synchronized",
      counts: emptyCounts(),
      coverage: null,
      reasons: [],
      started_at: null,
      finished_at: null,
    });
    expect((await run(["sync", "status"])).stdout).toContain("Not synchronized");
  });

  it.each(ENDS)("of a run that %s exits 0", async (status) => {
    const { run } = await against({ runs: [sampleRun({ status })] });
    expect((await run(["sync", "status"])).status).toBe(0);
    expect((await run(["sync", "status", "7", "--json"])).status).toBe(0);
  });

  it("of an unknown run exits 1", async () => {
    const ended = await (await against({})).run(["sync", "status", "99"]);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain(
      "error sync_run_not_found: No sync run has this id.\n  Look with `larkbridge sync list`.",
    );
  });
});

describe("deciding on a run", () => {
  const waiting = sampleRun({ status: "waiting_for_approval", heldCount: 3 });
  const applied = sampleRun({ id: "8" as RunId, trigger: "approval" });

  it("approves the changes the run holds now, and follows the run that applies them", async () => {
    const { run, state } = await against({ runs: [waiting], script: [applied] });
    const ended = await run(["sync", "approve", "7", "--json"]);
    expect(ended.status).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ id: "8", trigger: "approval" });
    expect(state.asked).toEqual([{ approved: "7" }]);
  });

  it("refuses to approve other changes than those named", async () => {
    const { run } = await against({ runs: [waiting], script: [applied] });
    expect((await run(["sync", "approve", "7", "--digest", "another", "--json"])).stdout).toContain(
      "changes_digest_mismatch",
    );
    expect((await run(["sync", "approve", "7", "--digest", DIGEST])).status).toBe(0);
  });

  it.each([
    [["approve", "7"], "sync_run_not_waiting"],
    [["reject", "7"], "sync_run_not_waiting"],
    [["cancel", "7"], "sync_run_not_running"],
    [["retry", "8"], "sync_run_not_found"],
  ])("refuses %j with %s and exits 1", async (argv, code) => {
    const ended = await (await against({ runs: [sampleRun()] })).run(["sync", ...argv]);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain(`error ${code}: `);
  });

  it("rejects and exits 0", async () => {
    const ended = await (await against({ runs: [waiting] })).run(["sync", "reject", "7", "--json"]);
    expect([ended.status, JSON.parse(ended.stdout).status]).toEqual([0, "rejected"]);
  });

  it("cancels and exits 0 once the run has stopped", async () => {
    const ended = await (await against({ runs: [running], script: [sampleRun({ status: "cancelled" })] })).run([
      "sync",
      "cancel",
      "7",
    ]);
    expect(ended.status).toBe(0);
  });

  it("reverts one person of a run, and retries failures", async () => {
    const { run, state } = await against({
      runs: [sampleRun()],
      script: [applied, sampleRun({ status: "partially_succeeded" })],
    });
    expect((await run(["sync", "revert", "7", "--user", "on_5"])).status).toBe(0);
    expect((await run(["sync", "retry", "7"])).status).toBe(4);
    expect(state.asked).toEqual([{ reverted: "7", user: { kind: "union_id", unionId: "on_5" } }, { retried: "7" }]);
  });

  it("lists runs as an aligned table", async () => {
    const { run } = await against({ runs: [sampleRun({ id: "128" as RunId, status: "failed" }), sampleRun()] });
    const lines = (await run(["sync", "list"])).stdout.split("\n");
    expect(lines[0]).toMatch(/^run {2}status {5}trigger/);
    expect(lines[1]).toMatch(/^128 {2}Failed {5}manual/);
    expect(lines[2]).toMatch(/^ {2}7 {2}Succeeded {2}manual/);
    const page = JSON.parse((await run(["sync", "list", "--limit", "1", "--json"])).stdout);
    expect(page).toMatchObject({ items: [{ id: "128" }], next_cursor: "1", total: 2 });
  });
});

describe("sync plan", () => {
  const changes = [
    sampleChange(1, {
      verb: "create",
      label: "王芳",
      reason: "new_in_feishu",
      before: null,
      after: { username: "wangfang" },
    }),
    sampleChange(2, { label: "evil\u001b[31m\nname" }),
    sampleChange(3, {
      kind: "memberships",
      verb: "remove_member",
      label: "李四",
      departmentLabel: "研发部",
      departmentId: departmentId(1),
      after: null,
    }),
    sampleChange(4, {
      verb: "deactivate",
      label: "赵六",
      outcome: "held",
      reason: "gone_from_feishu",
      before: { status: "active", disabledBy: null },
      after: { status: "disabled", disabledBy: "sync" },
    }),
  ];
  const plan = samplePlan({
    changeCount: 3,
    heldCount: 1,
    verdict: { kind: "needs_approval", reasons: [{ code: "visible_people_fell", detail: { before: 100, now: 50 } }] },
  });
  const issues = [
    sampleIssue(),
    sampleIssue({ key: "on_2", id: "00000000-0000-8000-a000-000000000002" as UserId, label: "裴元庆" }),
  ];

  it("reads like a diff", async () => {
    const { run } = await against({ plan, changes, issues });
    const { stdout, status } = await run(["sync", "plan"]);
    expect(status).toBe(0);
    const lines = stdout.split("\n");
    expect(lines).toContain("Changes (3)");
    expect(lines).toContain("+ user       王芳  new in feishu");
    expect(lines).toContain("~ user       evil [31m name  job_title: engineer → lead  changed in feishu");
    expect(lines).toContain("- membership 李四 in 研发部  changed in feishu");
    expect(lines).toContain("Held until somebody approves (1)");
    expect(lines).toContain("x user       赵六  status: active → disabled  gone from feishu");
    expect(lines).toContain("note     2 × no_email: Feishu shows no e-mail for this person.");
    expect(lines).toContain("         单雄信, 裴元庆");
    expect(stdout).toContain("! Feishu shows 50 people; the last good run saw 100. (visible_people_fell)");
    expect(stdout).not.toContain("\u001b");
  });

  it("colours on a terminal, unless NO_COLOR is set", async () => {
    const { run } = await against({ plan, changes });
    expect((await run(["sync", "plan"], { terminal: 100 })).stdout).toContain("\u001b[32m");
    expect((await run(["sync", "plan"], { terminal: 100, env: { NO_COLOR: "1" } })).stdout).not.toContain("\u001b");
  });

  it("is one value with --json, and a table with --csv", async () => {
    const { run } = await against({ plan, changes, issues });
    expect(JSON.parse((await run(["sync", "plan", "--json"])).stdout)).toMatchObject({
      id: PLAN_ID,
      verdict: { kind: "needs_approval", reasons: [{ code: "visible_people_fell" }] },
      changes: [{ seq: 1 }, { seq: 2, before: { job_title: "engineer" } }, { seq: 3 }, { seq: 4, outcome: "held" }],
      issues: [{ code: "no_email" }, { code: "no_email" }],
    });
    const csv = (await run(["sync", "plan", "--csv"])).stdout.split("\n");
    expect(csv[0]).toBe(
      "seq,kind,verb,outcome,subject_id,label,department_id,department_label,reason,before,after,failure",
    );
    expect((await run(["sync", "plan", "--csv", "--json"])).status).toBe(2);
  });

  it("shows the first changes, and all of them when asked", async () => {
    const many = Array.from({ length: 450 }, (_, index) => sampleChange(index));
    const { run } = await against({ plan: samplePlan({ changeCount: 450 }), changes: many });
    expect((await run(["sync", "plan"])).stdout).toContain("… and 430 more (--full shows all");
    expect(
      (await run(["sync", "plan", "--full"])).stdout.split("\n").filter((line) => line.startsWith("~ ")).length,
    ).toBe(450);
  });

  it("that is blocked exits 1", async () => {
    const blocked = samplePlan({
      changeCount: 0,
      verdict: { kind: "blocked", reasons: [{ code: "source_empty", detail: { linked: 5 } }] },
    });
    expect((await (await against({ plan: blocked })).run(["sync", "plan"])).status).toBe(1);
  });

  it("that could not read anything tells why", async () => {
    const { run } = await against({ unreadable: { code: "feishu_secret_wrong", detail: {} } });
    const ended = await run(["sync", "plan", "--json"]);
    expect(ended.status).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      code: "source_unreadable",
      reasons: [{ code: "feishu_secret_wrong" }],
    });
  });

  it("of a run that is over is shown with it", async () => {
    const { run } = await against({ plan, changes, runs: [sampleRun({ coverage: completeCoverage })] });
    const shown = await run(["sync", "show", "7"]);
    expect(shown.stdout).toContain("Run 7  Succeeded");
    expect(shown.stdout).toContain("Changes (3)");
    expect(JSON.parse((await run(["sync", "show", "7", "--json"])).stdout)).toMatchObject({
      run: { id: "7" },
      id: PLAN_ID,
    });
  });
});
