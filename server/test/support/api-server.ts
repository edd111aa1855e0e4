import { Readable } from "node:stream";
import { ROLES, type Role } from "@larkbridge/contract";
import pino from "pino";
import { Registry } from "prom-client";
import type { RunId, UserId } from "../../src/core/kernel/ids.ts";
import type { PageQuery } from "../../src/core/kernel/page.ts";
import { err, ok } from "../../src/core/kernel/result.ts";
import type { Issue } from "../../src/core/sync/plan-types.ts";
import { registerMeRoutes } from "../../src/features/access/me.routes.ts";
import { registerOperatorRoutes } from "../../src/features/access/operator.routes.ts";
import { registerSessionRoutes } from "../../src/features/access/session.routes.ts";
import { registerAdminRoutes } from "../../src/features/admin/admin.routes.ts";
import type { ApiToken, AuditRecord } from "../../src/features/admin/ports.ts";
import { registerApplicationRoutes } from "../../src/features/applications/application.routes.ts";
import { registerOpenidProviderRoutes } from "../../src/features/applications/openid-provider.routes.ts";
import { registerDirectoryRoutes } from "../../src/features/directory/directory.routes.ts";
import type { DepartmentDetail, UserDetail } from "../../src/features/directory/ports.ts";
import { registerEventStateRoutes } from "../../src/features/events/state.routes.ts";
import { registerChangeRoutes } from "../../src/features/integration/change.routes.ts";
import { registerIntegrationRoutes } from "../../src/features/integration/integration.routes.ts";
import type { Diagnosis } from "../../src/features/integration/ports.ts";
import { registerSetUpRoutes } from "../../src/features/integration/set-up.routes.ts";
import { registerAppPasswordRoutes } from "../../src/features/ldap-access/app-password.routes.ts";
import { registerLdapRoutes } from "../../src/features/ldap-access/ldap.routes.ts";
import { registerMessageRoutes } from "../../src/features/messages/message.routes.ts";
import { registerNoticeRoutes } from "../../src/features/notices/notice.routes.ts";
import { registerLdapTargetRoutes } from "../../src/features/provisioning/target.routes.ts";
import { registerOutcomeRoutes } from "../../src/features/signin/outcome.routes.ts";
import { registerPersonRoutes } from "../../src/features/sync/person.routes.ts";
import { registerSyncPlanRoutes } from "../../src/features/sync/plan.routes.ts";
import type {
  ChangeRow,
  RunReason,
  StartFailure,
  StoredPlan,
  SyncPlans,
  SyncRun,
  SyncRuns,
} from "../../src/features/sync/ports.ts";
import { registerSyncRunRoutes } from "../../src/features/sync/run.routes.ts";
import { registerWebhookRoutes } from "../../src/features/webhooks/webhook.routes.ts";
import {
  createHttpServer,
  type HttpServer,
  registerServiceRoutes,
  type TokenPrincipal,
  type UserPrincipal,
} from "../../src/platform/http/index.ts";
import { AT, actor, DIGEST, PLAN_ID, sampleDiagnosis, userId } from "./api-samples.ts";
import { memoryAccess } from "./memory-access.ts";
import { memoryApplications, memoryOpenidProvider } from "./memory-applications.ts";
import { findUser, memoryDirectory, nameOf } from "./memory-directory.ts";
import { memoryEvents } from "./memory-events.ts";
import { memoryIntegration } from "./memory-integration.ts";
import { memoryLdapAccess } from "./memory-ldap-access.ts";
import { memoryMessages } from "./memory-messages.ts";
import { memoryNotices } from "./memory-notices.ts";
import { flow, pageOf } from "./memory-pages.ts";
import { memoryProvisioning } from "./memory-provisioning.ts";
import { memoryWebhooks } from "./memory-webhooks.ts";

/** What the server of a test holds; its use cases read and change this, nothing else. */
export interface ApiState {
  runs: SyncRun[];
  plan: StoredPlan | undefined;
  changes: ChangeRow[];
  issues: Issue[];
  users: UserDetail[];
  departments: DepartmentDetail[];
  diagnosis: Diagnosis | undefined;
  /** Why no run can start, if so. */
  startFailure: StartFailure | undefined;
  /** Why nothing can be read, if so. */
  unreadable: RunReason | undefined;
  /** What a started run becomes, one state a question; the last one stays. */
  script: SyncRun[];
  backup: Buffer;
  /** What was asked of the use cases, in order. */
  asked: unknown[];
}

const TOKENS: Readonly<Record<string, TokenPrincipal>> = {
  admin: { kind: "token", id: userId(900), name: "admin", scopes: ["admin"] },
  reader: { kind: "token", id: userId(901), name: "reader", scopes: ["directory:read"] },
  nothing: { kind: "token", id: userId(902), name: "nothing", scopes: [] },
};

/** The cookie's secret of a person with this role. */
export const secretOf = (role: Role) => role.padEnd(43, "-");

const SESSIONS: Readonly<Record<string, UserPrincipal>> = Object.fromEntries(
  ROLES.map((role, at) => [
    secretOf(role),
    {
      kind: "user",
      id: userId(800 + at),
      name: role,
      username: role,
      role,
      sessionId: userId(850 + at),
      provedAt: AT,
      mustChangePassword: false,
    },
  ]),
);

/** The real web server with the real routes over use cases that live in memory. Close it with `drain(0)`. */
export async function openApiServer(
  part: Partial<ApiState> = {},
): Promise<{ server: HttpServer; state: ApiState; log: string[] }> {
  const state: ApiState = {
    runs: [],
    plan: undefined,
    changes: [],
    issues: [],
    users: [],
    departments: [],
    diagnosis: sampleDiagnosis,
    startFailure: undefined,
    unreadable: undefined,
    script: [],
    backup: Buffer.from("backup"),
    asked: [],
    ...part,
  };
  const log: string[] = [];
  const metrics = new Registry();
  const server = await createHttpServer({
    log: pino({ level: "error" }, { write: (line: string) => void log.push(line) }),
    findToken: async (token) => TOKENS[token],
    metrics,
    findSession: async (secret) => SESSIONS[secret],
    now: () => AT,
    publicOrigin: async () => null,
    trustProxy: false,
    requestsAMinute: 100_000,
  });
  registerServiceRoutes(server, { version: "0.0.0", readiness: [], metrics });
  const runs = memoryRuns(state);
  const plans = memoryPlans(state);
  registerSyncRunRoutes(server, { runs, plans });
  registerSyncPlanRoutes(server, { plans });
  registerPersonRoutes(server, {
    runs,
    explain: async (user) =>
      ok({
        query: nameOf(user),
        userId: findUser(state, user)?.id ?? null,
        steps: [
          {
            step: "found_in_feishu",
            state: "no",
            code: "feishu_user_gone",
            message: "Feishu knows nobody by this name.",
          },
        ],
        feishu: null,
        changes: state.changes,
        issues: state.issues,
      }),
  });
  registerDirectoryRoutes(server, memoryDirectory(state));
  registerApplicationRoutes(server, { applications: memoryApplications });
  registerOpenidProviderRoutes(server, memoryOpenidProvider);
  registerLdapRoutes(server, memoryLdapAccess, "dc=larkbridge,dc=local");
  registerAppPasswordRoutes(server, memoryLdapAccess);
  registerLdapTargetRoutes(server, memoryProvisioning);
  registerMessageRoutes(server, memoryMessages);
  registerWebhookRoutes(server, memoryWebhooks);
  const integration = memoryIntegration(state);
  registerIntegrationRoutes(server, integration);
  registerSetUpRoutes(server, integration);
  registerChangeRoutes(server, integration);
  registerEventStateRoutes(server, { ...memoryEvents(state), publicUrl: integration.publicUrl });
  registerAdminRoutes(server, memoryAdmin(state));
  const access = memoryAccess();
  registerSessionRoutes(server, access);
  registerMeRoutes(server, access);
  registerOperatorRoutes(server, access);
  registerNoticeRoutes(server, memoryNotices());
  registerOutcomeRoutes(server, {
    feishuSignIn: {
      readMethods: async () => ({ feishu: false, feishuClient: false }),
      findOutcome: async () => undefined,
    },
  });
  return { server, state, log };
}

function memoryRuns(state: ApiState): SyncRuns {
  const find = (id: RunId) => state.runs.find((run) => run.id === id);
  const advance = (id: RunId) => {
    const next = find(id)?.status === "running" ? state.script.shift() : undefined;
    if (next) state.runs = state.runs.map((run) => (run.id === id ? next : run));
    return find(id);
  };
  const start = (asked: unknown): SyncRun => {
    state.asked.push(asked);
    const run = state.script.shift() as SyncRun;
    state.runs.unshift(run);
    return run;
  };
  return {
    list: async (filter, page) =>
      pageOf(
        state.runs.filter((run) => !filter.status || run.status === filter.status),
        page,
      ),
    find: async (id) => find(id),
    latest: async () => state.runs[0],
    history: async (limit) => state.runs.slice(0, limit),
    wait: async (id) => advance(id),
    start: async (target) => (state.startFailure ? err(state.startFailure) : ok(start(target))),
    async approve(id, digest) {
      const run = find(id);
      if (!run) return err({ code: "sync_run_not_found" });
      if (run.status !== "waiting_for_approval") return err({ code: "sync_run_not_waiting" });
      if (digest !== DIGEST) return err({ code: "changes_digest_mismatch" });
      return ok(start({ approved: id }));
    },
    async reject(id) {
      const run = find(id);
      if (!run) return err({ code: "sync_run_not_found" });
      if (run.status !== "waiting_for_approval") return err({ code: "sync_run_not_waiting" });
      return ok({ ...run, status: "rejected" });
    },
    async cancel(id) {
      const run = find(id);
      if (!run) return err({ code: "sync_run_not_found" });
      return run.status === "running" ? ok(run) : err({ code: "sync_run_not_running" });
    },
    async revert(id, user) {
      return find(id) ? ok(start({ reverted: id, user })) : err({ code: "sync_run_not_found" });
    },
    async retry(id) {
      return find(id) ? ok(start({ retried: id })) : err({ code: "sync_run_not_found" });
    },
  };
}

function memoryPlans(state: ApiState): SyncPlans {
  const chosen = (filter: { outcome?: string; kind?: string }) =>
    state.changes.filter(
      (change) =>
        (!filter.outcome || change.outcome === filter.outcome) && (!filter.kind || change.kind === filter.kind),
    );
  return {
    async start(target, requestedBy) {
      state.asked.push(target);
      if (state.startFailure)
        return state.startFailure.code === "sync_already_running"
          ? err({ code: "sync_preview_running" })
          : err({ code: state.startFailure.code });
      if (state.plan && !state.unreadable) return ok({ status: "ready", plan: state.plan });
      const progress = { phase: "starting", done: 0, total: null } as const;
      const failed = { id: PLAN_ID, target: { kind: "all" }, progress, requestedBy, createdAt: AT } as const;
      return ok({ ...failed, status: "failed", reasons: state.unreadable ? [state.unreadable] : [] });
    },
    list: async (page) => pageOf(state.plan ? [{ status: "ready" as const, plan: state.plan }] : [], page),
    wait: async (id) => (state.plan?.id === id ? { status: "ready", plan: state.plan } : undefined),
    async apply(id, digest) {
      if (state.plan?.id !== id) return err({ code: "sync_plan_not_found" });
      return digest === DIGEST ? ok(state.script.shift() as SyncRun) : err({ code: "changes_digest_mismatch" });
    },
    discard: async (id) => (state.plan?.id === id ? ok(id) : err({ code: "sync_plan_not_found" })),
    planNow: async () => (state.plan ? ok(state.plan) : err({ code: "integration_not_configured" })),
    tally: async (id) =>
      state.plan?.id === id
        ? ok({ changes: [{ kind: "users", verb: "update", outcome: "planned", count: 1 }], issues: [] })
        : err({ code: "sync_plan_not_found" }),
    find: async (id) => (state.plan?.id === id ? state.plan : undefined),
    readChanges: async (id, filter, page) =>
      state.plan?.id === id ? pageOf(chosen(filter), page) : err({ code: "sync_plan_not_found" }),
    exportChanges: (_id, filter) => flow(chosen(filter)),
    readIssues: async (id, _filter, page) =>
      state.plan?.id === id ? pageOf(state.issues, page) : err({ code: "sync_plan_not_found" }),
  };
}

function memoryAdmin(state: ApiState) {
  return {
    tokens: {
      list: async (page: PageQuery) => pageOf([TOKEN], page),
      create: async (token: { name: string; scopes: readonly ApiToken["scopes"][number][] }) => ({
        token: { ...TOKEN, name: token.name, scopes: token.scopes },
        secret: "lbt_secret",
      }),
      revoke: async (id: string) =>
        id === TOKEN.id ? ok({ ...TOKEN, revokedAt: AT }) : err({ code: "api_token_not_found" as const }),
    },
    audit: {
      list: async (_filter: object, page: PageQuery) => pageOf([AUDIT], page),
      export: () => flow([AUDIT]),
    },
    startBackup: async () => Readable.from([state.backup]),
    now: () => AT,
  };
}

const TOKEN: ApiToken = {
  id: userId(950),
  name: "ci",
  scopes: ["sync:run"],
  bootstrap: false,
  createdBy: actor,
  createdAt: AT,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
};

const AUDIT: AuditRecord = {
  id: "1",
  at: AT,
  actor,
  action: "user.disabled",
  objectKind: "user",
  objectId: userId(1) as UserId,
  before: { status: "active" },
  after: { status: "disabled" },
  runId: null,
};
