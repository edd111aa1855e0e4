import type { AccessReportView } from "@larkbridge/contract";
import { describe, expect, it } from "vitest";
import { grantLink, isHeld, type Permission, readiness, refusalOf } from "./access.ts";

const permission = (over: Partial<Permission> = {}): Permission => ({
  permission: "contact:user.email:readonly",
  need: "required",
  purpose: "",
  fills: [],
  granted: true,
  covered_by: null,
  ...over,
});
const report = (over: Partial<AccessReportView> = {}): AccessReportView => ({
  permissions: [permission()],
  grant_url: null,
  import_json: null,
  contact_range: { mode: "all", departments: null, users: null, people_hint: 12, sample: [] },
  version: "published",
  checked_at: "2026-11-24T02:00:00Z",
  ...over,
});

describe("the way on from the permissions", () => {
  it("is open once what a sync needs is granted and somebody is visible", () => {
    expect(readiness(report())).toEqual({ missing: [], ready: true });
  });

  it("is closed by a missing permission, unless it is optional or an older one covers it", () => {
    const missing = permission({ granted: false });
    expect(readiness(report({ permissions: [missing] }))).toEqual({ missing: [missing], ready: false });
    expect(readiness(report({ permissions: [permission({ granted: false, need: "optional" })] })).ready).toBe(true);
    const covered = permission({ granted: false, covered_by: "contact:contact:readonly_as_app" });
    expect(readiness(report({ permissions: [covered] })).ready).toBe(true);
    expect(isHeld(covered)).toBe(true);
  });

  it("is closed while nobody is visible", () => {
    const nobody = { mode: "nobody", departments: 0, users: 0, people_hint: 0, sample: [] } as const;
    expect(readiness(report({ contact_range: { ...nobody, sample: [] } })).ready).toBe(false);
  });

  it("is open where Feishu does not tell what is granted", () => {
    expect(readiness(report({ permissions: [permission({ granted: null })] })).ready).toBe(true);
  });
});

it("names the first check that keeps an app out, and no later one", () => {
  const check = (name: "region" | "bot", state: "ok" | "failed") => ({
    check: name,
    state,
    code: null,
    message: "",
    cure: null,
  });
  expect(refusalOf({ checks: [check("region", "failed"), check("bot", "failed")] })?.check).toBe("region");
  expect(refusalOf({ checks: [check("region", "ok"), check("bot", "failed")] })).toBeNull();
});

it("makes a link that ticks the permission and leaves nothing of the id unescaped", () => {
  expect(grantLink("https://open.feishu.cn", "cli_1/../x", "contact:user.email:readonly")).toBe(
    "https://open.feishu.cn/app/cli_1%2F..%2Fx/auth?q=contact%3Auser.email%3Areadonly&op_from=openapi&token_type=tenant",
  );
});
