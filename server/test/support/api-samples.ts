import type {
  DepartmentId,
  Instant,
  OpenDepartmentId,
  OpenId,
  PlanId,
  RunId,
  UnionId,
  UserId,
} from "../../src/core/kernel/ids.ts";
import type { Issue } from "../../src/core/sync/plan-types.ts";
import type { Coverage } from "../../src/core/sync/snapshot.ts";
import { emptyCounts } from "../../src/core/sync/summary.ts";
import type { DepartmentDetail, UserDetail } from "../../src/features/directory/ports.ts";
import type { Diagnosis } from "../../src/features/integration/ports.ts";
import type { ChangeRow, StoredPlan, SyncRun } from "../../src/features/sync/ports.ts";

/** Valid records with every field set; a test names only what it is about. */

export const AT = "2026-11-23T02:00:00.000Z" as Instant;
const ENDED = "2026-11-23T02:00:04.500Z" as Instant;
const hex = (number: number) => number.toString(16).padStart(12, "0");
export const userId = (number: number) => `00000000-0000-8000-a000-${hex(number)}` as UserId;
export const departmentId = (number: number) => `00000000-0000-8000-b000-${hex(number)}` as DepartmentId;
export const PLAN_ID = "00000000-0000-8000-a100-000000000001" as PlanId;
export const DIGEST = "digest-of-the-changes";
export const actor = { kind: "token", id: null, name: "somebody" } as const;

export const completeCoverage: Coverage = {
  range: { mode: "all", departments: [], users: [] },
  departmentsExpected: 2,
  departmentsRead: 2,
  departmentsRefused: 0,
  usersRead: 1000,
  usersHint: 1000,
  unread: [],
  calls: 24,
};

export const incompleteCoverage: Coverage = {
  ...completeCoverage,
  departmentsRead: 1,
  departmentsRefused: 1,
  unread: [
    {
      what: "department_members",
      key: "od-2",
      code: "feishu_server_error",
      message: "Feishu failed several times over.",
    },
  ],
};

export function sampleRun(part: Partial<SyncRun> = {}): SyncRun {
  const counts = emptyCounts();
  return {
    id: "7" as RunId,
    trigger: "manual",
    requestedBy: actor,
    target: { kind: "all" },
    status: "succeeded",
    progress: { phase: "reporting", done: 0, total: null },
    planId: PLAN_ID,
    changesDigest: DIGEST,
    heldCount: 0,
    counts: { ...counts, users: { ...counts.users, created: 1000 } },
    coverage: completeCoverage,
    reasons: [],
    revertsRunId: null,
    retriesRunId: null,
    decidedBy: null,
    decidedAt: null,
    startedAt: AT,
    finishedAt: ENDED,
    ...part,
  };
}

export function samplePlan(part: Partial<StoredPlan> = {}): StoredPlan {
  return {
    id: PLAN_ID,
    target: { kind: "all" },
    directoryRevision: 3,
    complete: true,
    coverage: completeCoverage,
    summary: emptyCounts(),
    verdict: { kind: "applyable" },
    changesDigest: DIGEST,
    changeCount: 2,
    heldCount: 0,
    createdAt: AT,
    runId: null,
    reverts: false,
    notes: [],
    ...part,
  };
}

export function sampleChange(seq: number, part: Partial<ChangeRow> = {}): ChangeRow {
  return {
    seq,
    kind: "users",
    verb: "update",
    subjectId: userId(seq),
    departmentId: null,
    label: `user ${seq}`,
    departmentLabel: null,
    reason: "changed_in_feishu",
    before: { jobTitle: "engineer" },
    after: { jobTitle: "lead" },
    outcome: "planned",
    failure: null,
    ...part,
  };
}

export function sampleIssue(part: Partial<Issue> = {}): Issue {
  return {
    severity: "note",
    code: "no_email",
    kind: "users",
    key: "on_1",
    id: userId(1),
    label: "单雄信",
    detail: {},
    ...part,
  };
}

export function sampleUser(number: number, part: Partial<UserDetail> = {}): UserDetail {
  return {
    id: userId(number),
    username: `user${number}`,
    name: `User ${number}`,
    nickname: null,
    email: `user${number}@example.com`,
    mobile: null,
    employeeNo: null,
    jobTitle: null,
    status: "active",
    origin: "feishu",
    departments: [{ id: departmentId(1), openDepartmentId: "od-1" as OpenDepartmentId, name: "研发部", primary: true }],
    leaderId: null,
    feishu: { openId: `ou_${number}` as OpenId, unionId: `on_${number}` as UnionId, userId: null },
    role: "member",
    serviceAccount: false,
    hasPassword: false,
    fedFields: ["name", "email", "job_title", "leader", "departments"],
    placements: [{ departmentId: departmentId(1), number: 1, path: ["研发部"], primary: true, origin: "feishu" }],
    leaderUser: null,
    linkedAt: AT,
    disabledBy: null,
    protected: false,
    pinned: false,
    attributes: { employeeType: 1 },
    createdAt: AT,
    updatedAt: AT,
    deletedAt: null,
    ...part,
  };
}

export function sampleDepartment(number: number, part: Partial<DepartmentDetail> = {}): DepartmentDetail {
  return {
    id: departmentId(number),
    name: `Department ${number}`,
    parentId: null,
    order: number,
    leaderIds: [],
    origin: "feishu",
    openDepartmentId: `od-${number}` as OpenDepartmentId,
    number,
    path: [`Department ${number}`],
    status: "active",
    pinned: false,
    memberCount: 1,
    createdAt: AT,
    updatedAt: AT,
    deletedAt: null,
    ...part,
  };
}

export const sampleDiagnosis: Diagnosis = {
  healthy: false,
  checkedAt: AT,
  app: { id: "cli_0123456789abcdef", name: "Larkbridge" },
  tenant: { key: "t1", name: "瓦岗" },
  version: "published",
  checks: [
    { check: "credentials", state: "ok", code: null, message: "The credentials are valid.", cure: null },
    {
      check: "permissions",
      state: "failed",
      code: "feishu_permission_missing",
      message: "A required permission is missing.",
      cure: "Grant it and publish a version.",
    },
  ],
  permissions: {
    permissions: [
      {
        permission: "contact:user.email:readonly",
        need: "required",
        purpose: "read e-mail addresses",
        fills: ["email"],
        granted: false,
        coveredBy: null,
      },
    ],
    grantUrl: "https://open.feishu.cn/app/cli_0123456789abcdef/auth?q=contact:user.email:readonly",
    importJson: '{"scopes":{"tenant":["contact:user.email:readonly"],"user":[]}}',
  },
  fields: [{ field: "email", readable: false, permission: "contact:user.email:readonly" }],
  contactRange: { mode: "partial", departments: 1, users: 0, peopleHint: 12, sample: ["研发部"] },
};
