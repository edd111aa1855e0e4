import { routes } from "@larkbridge/contract";
import type { PlanId } from "../../core/kernel/ids.ts";
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
import { toChange, toChangeFilter, toIssue, toIssueFilter, toPreview, toTally } from "./plan-view.ts";
import type { SyncPlans } from "./ports.ts";
import { parseTarget, toRun, UNTIL_THE_END_MS } from "./run-view.ts";

/** Registers the routes of stored plans. */
export function registerSyncPlanRoutes(scope: HttpScope, { plans }: { readonly plans: SyncPlans }): void {
  registerRoute(scope, routes.listSyncPlans, async ({ query }) =>
    replyWith(200, await plans.list(toPageQuery(query)), (page) => toPage(page, toPreview)),
  );

  registerRoute(scope, routes.createSyncPlan, async ({ body, principal, signal }) => {
    const started = await plans.start(parseTarget(body.target), actorOf(principal));
    if (!started.ok || !body.wait || started.value.status !== "planning") return replyWith(202, started, toPreview);
    const preview = (await plans.wait(started.value.id, UNTIL_THE_END_MS, signal)) ?? started.value;
    return respond(preview.status === "planning" ? 202 : 200, toPreview(preview));
  });

  registerRoute(scope, routes.getSyncPlan, async ({ params, query, signal }) =>
    replyFound(await plans.wait(params.id as PlanId, query.wait * 1000, signal), "sync_plan_not_found", toPreview),
  );

  registerRoute(scope, routes.applySyncPlan, async ({ params, body, principal }) =>
    replyWith(202, await plans.apply(params.id as PlanId, body.changes_digest, actorOf(principal)), toRun),
  );

  registerRoute(scope, routes.discardSyncPlan, async ({ params }) =>
    replyWith(200, await plans.discard(params.id as PlanId), (id) => ({ id })),
  );

  registerRoute(scope, routes.getSyncPlanTally, async ({ params }) =>
    replyWith(200, await plans.tally(params.id as PlanId), toTally),
  );

  registerList(
    scope,
    routes.listSyncPlanChanges,
    async ({ params, query }) => {
      const page = await plans.readChanges(params.id as PlanId, toChangeFilter(query), toPageQuery(query));
      return replyWith(200, page, (value) => toPage(value, toChange));
    },
    async ({ params, query }) => {
      const plan = await plans.find(params.id as PlanId);
      if (!plan) return { ok: false, error: { code: "sync_plan_not_found" } };
      return { ok: true, value: mapRows(plans.exportChanges(plan.id, toChangeFilter(query)), toChange) };
    },
  );

  registerRoute(scope, routes.listSyncPlanIssues, async ({ params, query }) => {
    const page = await plans.readIssues(params.id as PlanId, toIssueFilter(query), toPageQuery(query));
    return replyWith(200, page, (value) => toPage(value, toIssue));
  });
}
