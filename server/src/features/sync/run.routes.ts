import { routes } from "@larkbridge/contract";
import type { RunId } from "../../core/kernel/ids.ts";
import {
  actorOf,
  type HttpScope,
  mapRows,
  registerList,
  registerRoute,
  replyFound,
  replyWith,
  respond,
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import { parseUserRef } from "../directory/index.ts";
import { toChange, toChangeFilter, toIssue, toIssueFilter, toTally } from "./plan-view.ts";
import type { SyncPlans, SyncRuns } from "./ports.ts";
import { parseTarget, toRun, toRunInHistory, toStatus, UNTIL_THE_END_MS } from "./run-view.ts";

/** Registers the routes of sync runs. */
export function registerSyncRunRoutes(
  scope: HttpScope,
  { runs, plans }: { readonly runs: SyncRuns; readonly plans: SyncPlans },
): void {
  registerRoute(scope, routes.listSyncRuns, async ({ query }) => {
    const { status, trigger } = query;
    return replyWith(200, await runs.list({ status, trigger }, toPageQuery(query)), (page) => toPage(page, toRun));
  });

  registerRoute(scope, routes.getLatestSyncRun, async () => respond(200, toStatus(await runs.latest())));

  registerRoute(scope, routes.listSyncRunHistory, async ({ query }) =>
    respond(200, { items: (await runs.history(query.limit)).map(toRunInHistory) }),
  );

  registerRoute(scope, routes.createSyncRun, async ({ body, principal, signal }) => {
    const started = await runs.start(parseTarget(body.target), actorOf(principal));
    if (!started.ok || !body.wait) return replyWith(202, started, toRun);
    const run = (await runs.wait(started.value.id, UNTIL_THE_END_MS, signal)) ?? started.value;
    return run.status === "running" ? respond(202, toRun(run)) : respond(200, toRun(run));
  });

  registerRoute(scope, routes.getSyncRun, async ({ params, query, signal }) =>
    replyFound(await runs.wait(params.id as RunId, query.wait * 1000, signal), "sync_run_not_found", toRun),
  );

  registerList(
    scope,
    routes.listSyncRunChanges,
    async ({ params, query }) => {
      const plan = await planOf(params.id as RunId);
      if (!plan.ok) return plan;
      const page = await plans.readChanges(plan.value, toChangeFilter(query), toPageQuery(query));
      return replyWith(200, page, (value) => toPage(value, toChange));
    },
    async ({ params, query }) => {
      const plan = await planOf(params.id as RunId);
      if (!plan.ok) return plan;
      return { ok: true, value: mapRows(plans.exportChanges(plan.value, toChangeFilter(query)), toChange) };
    },
  );

  registerRoute(scope, routes.getSyncRunTally, async ({ params }) => {
    const plan = await planOf(params.id as RunId);
    return plan.ok ? replyWith(200, await plans.tally(plan.value), toTally) : plan;
  });

  registerRoute(scope, routes.listSyncRunIssues, async ({ params, query }) => {
    const plan = await planOf(params.id as RunId);
    if (!plan.ok) return plan;
    const page = await plans.readIssues(plan.value, toIssueFilter(query), toPageQuery(query));
    return replyWith(200, page, (value) => toPage(value, toIssue));
  });

  registerRoute(scope, routes.approveSyncRun, async ({ params, body, principal }) =>
    replyWith(202, await runs.approve(params.id as RunId, body.changes_digest, actorOf(principal)), toRun),
  );

  registerRoute(scope, routes.rejectSyncRun, async ({ params, principal }) =>
    replyWith(200, await runs.reject(params.id as RunId, actorOf(principal)), toRun),
  );

  registerRoute(scope, routes.cancelSyncRun, async ({ params, principal }) =>
    replyWith(202, await runs.cancel(params.id as RunId, actorOf(principal)), toRun),
  );

  registerRoute(scope, routes.revertSyncRun, async ({ params, body, principal }) => {
    const user = body.user === null ? null : parseUserRef(body.user);
    return replyWith(202, await runs.revert(params.id as RunId, user, actorOf(principal)), toRun);
  });

  registerRoute(scope, routes.retrySyncRun, async ({ params, principal }) =>
    replyWith(202, await runs.retry(params.id as RunId, actorOf(principal)), toRun),
  );

  const planOf = async (id: RunId) => {
    const run = await runs.find(id);
    if (!run) return { ok: false, error: { code: "sync_run_not_found" } } as const;
    if (run.planId === null) return { ok: false, error: { code: "sync_plan_not_found" } } as const;
    return { ok: true, value: run.planId } as const;
  };
}
