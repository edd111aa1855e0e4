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
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import { toChange, toChangeFilter, toIssue, toIssueFilter, toPlan } from "./plan-view.ts";
import type { SyncPlans } from "./ports.ts";
import { parseTarget } from "./run-view.ts";

/** Registers the routes of stored plans. */
export function registerSyncPlanRoutes(scope: HttpScope, { plans }: { readonly plans: SyncPlans }): void {
  registerRoute(scope, routes.createSyncPlan, async ({ body, principal, signal }) => {
    const plan = await plans.preview(parseTarget(body.target), actorOf(principal), signal);
    return replyWith(201, plan, toPlan);
  });

  registerRoute(scope, routes.getSyncPlan, async ({ params }) =>
    replyFound(await plans.find(params.id as PlanId), "sync_plan_not_found", toPlan),
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
