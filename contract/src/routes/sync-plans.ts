import { z } from "zod";
import { operatorsWith, readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { pageOf, uuid } from "../schemas/base.ts";
import { changeQuery, issueQuery, planChange, planIssue, syncPlan } from "../schemas/plan.ts";
import { targetRequest } from "../schemas/sync-run.ts";

const tag = "Sync plans";
const params = z.object({ id: uuid });
const read = readersWith("directory:read", "sync:run", "sync:approve");

export const syncPlanRoutes = {
  createSyncPlan: defineRoute({
    id: "createSyncPlan",
    method: "POST",
    path: "/api/v1/sync-plans",
    tag,
    summary: "Read Feishu and plan, without applying; answers when the plan is stored",
    permission: operatorsWith("sync:run"),
    body: z.strictObject({ target: targetRequest.default({ kind: "all" }) }),
    responses: { 201: syncPlan },
    errorCodes: [
      "integration_not_configured",
      "user_sync_disabled",
      "sync_already_running",
      "user_not_found",
      "department_not_found",
      "source_unreadable",
    ],
  }),
  getSyncPlan: defineRoute({
    id: "getSyncPlan",
    method: "GET",
    path: "/api/v1/sync-plans/:id",
    tag,
    summary: "A stored plan",
    permission: read,
    params,
    responses: { 200: syncPlan },
    errorCodes: ["sync_plan_not_found"],
  }),
  listSyncPlanChanges: defineRoute({
    id: "listSyncPlanChanges",
    method: "GET",
    path: "/api/v1/sync-plans/:id/changes",
    tag,
    summary: "What the plan would change, in its order",
    permission: read,
    params,
    query: changeQuery,
    responses: { 200: pageOf(planChange) },
    rows: { item: planChange, formats: ["ndjson", "csv"] },
    errorCodes: ["sync_plan_not_found", "cursor_invalid"],
  }),
  listSyncPlanIssues: defineRoute({
    id: "listSyncPlanIssues",
    method: "GET",
    path: "/api/v1/sync-plans/:id/issues",
    tag,
    summary: "What a person should know about single records",
    permission: read,
    params,
    query: issueQuery,
    responses: { 200: pageOf(planIssue) },
    errorCodes: ["sync_plan_not_found", "cursor_invalid"],
  }),
};
