import { afterAll, beforeAll, expect, it } from "vitest";
import type { ServerProcess } from "../support/server-process.ts";
import { exportUsers, runSync, type Stage, setStage } from "../support/stage.ts";

/** Feishu failing under a whole run. The connector's own tests have every API, fault and moment; here nobody is lost by it. */

let stage: Stage;
let server: ServerProcess;
beforeAll(async () => {
  stage = await setStage();
  server = await stage.start({
    LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_GUARD_MINIMUM: "100000",
    LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_DEPARTED_USERS: "delete",
    LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_UNMATCHED_LOCAL_USERS: "delete",
  });
  expect((await runSync(server)).status).toBe("succeeded");
}, 60_000);
afterAll(() => stage.close());

const MEMBERS = "/open-apis/contact/v3/users/find_by_department";
const CHILDREN = "/open-apis/contact/v3/departments/*/children";

const table: [kind: string, path: string, nth: string][] = [
  ["http_500", MEMBERS, "first"],
  ["http_500", MEMBERS, "last"],
  ["truncated", MEMBERS, "middle"],
  ["code", MEMBERS, "middle"],
  ["not_utf8", MEMBERS, "last"],
  ["reset", CHILDREN, "first"],
  ["code", CHILDREN, "last"],
  ["empty_page", CHILDREN, "first"],
];
it.each(table)(
  "%s of %s at the %s call removes nobody, and the run says what it could not read",
  { timeout: 60_000 },
  async (kind, path, nth) => {
    const before = (await exportUsers(server)).map(({ id, status, departments }) => ({
      id,
      status,
      departments: departments.length,
    }));
    await stage.control("DELETE", "/faults");
    // Long enough to outlast every retry.
    await stage.control("POST", "/faults", { kind, path, nth, count: 40 });
    const run = await runSync(server);
    await stage.control("DELETE", "/faults");
    const after = (await exportUsers(server)).map(({ id, status, departments }) => ({
      id,
      status,
      departments: departments.length,
    }));
    expect(after).toEqual(before);
    if (run.coverage?.complete !== true) {
      expect(["partially_succeeded", "failed"]).toContain(run.status);
      expect(run.reasons.length).toBeGreaterThan(0);
    }
    expect((await runSync(server)).status).toBe("succeeded");
  },
);

it("a failure that lasts is told by its code, and nothing is applied", { timeout: 60_000 }, async () => {
  await stage.control("POST", "/faults", {
    kind: "code",
    code: 99991403,
    msg: "quota",
    path: "/open-apis/contact/*",
    nth: "every",
  });
  const run = await runSync(server);
  await stage.control("DELETE", "/faults");
  expect(run.status).toBe("failed");
  expect(run.reasons.map(({ code }) => code)).toContain("feishu_quota_exhausted");
});
