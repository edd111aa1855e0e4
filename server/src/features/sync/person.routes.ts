import { routes } from "@larkbridge/contract";
import { actorOf, type HttpScope, registerRoute, replyWith } from "../../platform/http/index.ts";
import { parseDepartmentRef, parseUserRef } from "../directory/index.ts";
import { toChange, toIssue } from "./plan-view.ts";
import type { ExplainUser, SyncRuns, UserExplanation } from "./ports.ts";
import { toRun } from "./run-view.ts";

/** Registers what sync offers on a single user or department: run it now, explain it. */
export function registerPersonRoutes(
  scope: HttpScope,
  { runs, explain }: { readonly runs: Pick<SyncRuns, "start">; readonly explain: ExplainUser },
): void {
  registerRoute(scope, routes.syncUser, async ({ params, principal }) =>
    replyWith(202, await runs.start({ kind: "users", users: [parseUserRef(params.id)] }, actorOf(principal)), toRun),
  );

  registerRoute(scope, routes.syncDepartment, async ({ params, principal }) =>
    replyWith(
      202,
      await runs.start({ kind: "department", department: parseDepartmentRef(params.id) }, actorOf(principal)),
      toRun,
    ),
  );

  registerRoute(scope, routes.explainUser, async ({ params, signal }) =>
    replyWith(200, await explain(parseUserRef(params.id), signal), toExplanation),
  );
}

function toExplanation(explanation: UserExplanation) {
  return {
    query: explanation.query,
    user_id: explanation.userId,
    steps: [...explanation.steps],
    feishu: explanation.feishu && { ...explanation.feishu },
    changes: explanation.changes.map(toChange),
    issues: explanation.issues.map(toIssue),
  };
}
