import { routes } from "@larkbridge/contract";
import { err, ok } from "../../core/kernel/result.ts";
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
import type { NewTarget, Provisioning } from "./ports.ts";
import { toChangeView, toIssueView, toProbeView, toRunView, toTargetView } from "./target-view.ts";

/** Longer than any run: the client's going away or the server's draining ends the wait. */
const UNTIL_THE_END_MS = 24 * 3600 * 1000;

/** Registers the routes of external LDAP servers and their runs. */
export function registerLdapTargetRoutes(scope: HttpScope, provisioning: Provisioning): void {
  registerRoute(scope, routes.listLdapTargets, async () =>
    respond(200, { items: (await provisioning.list()).map(toTargetView) }),
  );
  registerRoute(scope, routes.createLdapTarget, async ({ body, principal }) =>
    replyWith(201, await provisioning.create(body as NewTarget, actorOf(principal)), toTargetView),
  );
  registerRoute(scope, routes.probeLdapTargetDraft, async ({ body }) =>
    replyWith(200, await provisioning.probeDraft(body), toProbeView),
  );
  registerRoute(scope, routes.getLdapTarget, async ({ params }) =>
    replyFound(await provisioning.find(params.id), "ldap_target_not_found", toTargetView),
  );
  registerRoute(scope, routes.updateLdapTarget, async ({ params, body, principal }) =>
    replyWith(200, await provisioning.update(params.id, body, actorOf(principal)), toTargetView),
  );
  registerRoute(scope, routes.deleteLdapTarget, async ({ params, principal }) =>
    replyWith(200, await provisioning.remove(params.id, actorOf(principal)), toTargetView),
  );
  registerRoute(scope, routes.probeLdapTarget, async ({ params }) =>
    replyWith(200, await provisioning.probe(params.id), toProbeView),
  );
  registerRoute(scope, routes.createLdapPlan, async ({ params, body, principal, signal }) => {
    const started = await provisioning.preview(params.id, actorOf(principal));
    if (!started.ok || !body.wait) return replyWith(202, started, toRunView);
    const run = await provisioning.wait(params.id, started.value.id, UNTIL_THE_END_MS, signal);
    return respond(200, toRunView(run ?? started.value));
  });
  registerRoute(scope, routes.createLdapRun, async ({ params, body, principal, signal }) => {
    const started = await provisioning.run(params.id, actorOf(principal));
    if (!started.ok || !body.wait) return replyWith(202, started, toRunView);
    const run = await provisioning.wait(params.id, started.value.id, UNTIL_THE_END_MS, signal);
    return respond(200, toRunView(run ?? started.value));
  });
  registerRoute(scope, routes.listLdapRuns, async ({ params, query }) =>
    replyWith(200, await provisioning.listRuns(params.id, query, toPageQuery(query)), (page) =>
      toPage(page, toRunView),
    ),
  );
  registerRoute(scope, routes.getLdapRun, async ({ params, query, signal }) =>
    replyFound(
      await provisioning.wait(params.id, params.run, query.wait * 1000, signal),
      "ldap_run_not_found",
      toRunView,
    ),
  );
  registerList(
    scope,
    routes.listLdapRunChanges,
    async ({ params, query }) => {
      const run = await findRun(params);
      if (!run.ok) return run;
      const page = await provisioning.readChanges(run.value.id, query, toPageQuery(query));
      return replyWith(200, page, (value) => toPage(value, toChangeView));
    },
    async ({ params, query }) => {
      const run = await findRun(params);
      return run.ok ? ok(mapRows(provisioning.exportChanges(run.value.id, query), toChangeView)) : run;
    },
  );
  registerRoute(scope, routes.listLdapRunIssues, async ({ params, query }) => {
    const run = await findRun(params);
    if (!run.ok) return run;
    return replyWith(200, await provisioning.readIssues(run.value.id, toPageQuery(query)), (page) =>
      toPage(page, toIssueView),
    );
  });
  registerRoute(scope, routes.applyLdapPlan, async ({ params: { id, run }, body, principal }) =>
    replyWith(202, await provisioning.apply(id, run, body.changes_digest, actorOf(principal)), toRunView),
  );
  registerRoute(scope, routes.approveLdapRun, async ({ params: { id, run }, body, principal }) =>
    replyWith(202, await provisioning.approve(id, run, body.changes_digest, actorOf(principal)), toRunView),
  );
  registerRoute(scope, routes.rejectLdapRun, async ({ params: { id, run }, principal }) =>
    replyWith(200, await provisioning.reject(id, run, actorOf(principal)), toRunView),
  );
  registerRoute(scope, routes.cancelLdapRun, async ({ params: { id, run }, principal }) =>
    replyWith(202, await provisioning.cancel(id, run, actorOf(principal)), toRunView),
  );
  registerRoute(scope, routes.retryLdapRun, async ({ params: { id, run }, principal }) =>
    replyWith(202, await provisioning.retry(id, run, actorOf(principal)), toRunView),
  );

  const findRun = async ({ id, run }: { readonly id: string; readonly run: string }) => {
    const found = await provisioning.findRun(id, run);
    return found ? ok(found) : err({ code: "ldap_run_not_found" as const });
  };
}
