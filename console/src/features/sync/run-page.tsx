import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { queryOf, routes } from "../../api/index.ts";
import { useSearchState } from "../../app/search.ts";
import { Card, Duration, ErrorState, PageHeader, PageSkeleton, Time } from "../../design/index.ts";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import { ChangeFilters, useChangeFilters } from "./change-filters.tsx";
import { ChangeTable } from "./change-table.tsx";
import { CountsTable } from "./counts-table.tsx";
import { CoverageLine } from "./coverage-line.tsx";
import { HeldCard } from "./held-card.tsx";
import { IssueTable } from "./issue-table.tsx";
import { ProgressSteps } from "./progress-steps.tsx";
import { ReasonList } from "./reason-list.tsx";
import { RunActs } from "./run-acts.tsx";
import { failedIn, skippedIn } from "./run-status.ts";
import { RunStatusPill } from "./run-status-pill.tsx";
import type { Run } from "./types.ts";
import { UndoPerson } from "./undo-person.tsx";
import { useMayAct } from "./use-may-act.ts";

const POLL_MS = 2000;

/** One run: live while it goes on, then what it did, what it left out, and what can be done about it. */
export function RunPage() {
  const { t } = useTranslation("sync");
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const mayAct = useMayAct();
  const query = useQuery({
    ...queryOf(routes.getSyncRun, { params: { id } }),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? POLL_MS : false),
  });
  const run = query.data;
  const title = t("runs.name", { id });
  if (run === undefined)
    return (
      <>
        <PageHeader title={title} />
        {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <PageSkeleton />}
      </>
    );
  return (
    <>
      <PageHeader
        title={title}
        aside={<RunStatusPill status={run.status} />}
        about={<AboutRun run={run} />}
        actions={mayAct ? <RunActs run={run} /> : null}
      />
      <div className="sync-stack">
        {run.status === "waiting_for_approval" ? <HeldCard run={run} mayAct={mayAct} /> : null}
        {run.status === "running" ? (
          <Card title={t("run.progress")}>
            <ProgressSteps progress={run.progress} preview={false} />
          </Card>
        ) : null}
        {run.status !== "waiting_for_approval" && run.reasons.length > 0 ? (
          <Card title={t("run.reasons")}>
            <ReasonList reasons={run.reasons} />
          </Card>
        ) : null}
        {run.status === "running" ? null : (
          <Card title={t("run.result")} extra={<CoverageLine coverage={run.coverage} />}>
            <CountsTable counts={run.counts} />
          </Card>
        )}
        {run.plan_id !== null && run.status !== "running" ? <RunLists run={run} mayAct={mayAct} /> : null}
      </div>
    </>
  );
}

function AboutRun({ run }: { readonly run: Run }) {
  const { t } = useTranslation("sync");
  const other = run.reverts_run ?? run.retries_run;
  return (
    <>
      {t(`trigger.${run.trigger}`)} · {run.requested_by.name} · <Time at={run.started_at} />
      {run.finished_at === null ? null : (
        <>
          {" · "}
          <Duration ms={Date.parse(run.finished_at) - Date.parse(run.started_at)} />
        </>
      )}
      {" · "}
      {t(`target.${run.target.kind}`)}
      {run.decided_by ? <> · {t("run.decided", { name: run.decided_by.name })}</> : null}
      {other ? (
        <>
          {" · "}
          <Link to="/sync-runs/$id" params={{ id: other } as never}>
            {t(run.reverts_run ? "run.reverts" : "run.retries", { id: other })}
          </Link>
        </>
      ) : null}
    </>
  );
}

const TABS = ["changes", "failed", "notes"] as const;
const tabSearch = z.object({ tab: z.catch(z.optional(z.enum(TABS)), undefined) });

function RunLists({ run, mayAct }: { readonly run: Run; readonly mayAct: boolean }) {
  const { t } = useTranslation("sync");
  const [{ tab = "changes" }, change] = useSearchState(tabSearch);
  const [{ kind, action, search }] = useChangeFilters();
  const tally = useQuery(queryOf(routes.getSyncRunTally, { params: { id: run.id } }));
  const number = (value: number) => formatNumber(value, currentLanguage());
  const labels = {
    changes: t("run.tab.changes"),
    failed: t("run.tab.failed", { count: number(failedIn(run.counts)) }),
    notes: t("run.tab.notes", { count: number(skippedIn(run.counts)) }),
  };
  const refused = (tally.data?.issues ?? []).some(({ severity }) => severity === "error");
  const undo = mayAct
    ? (row: Parameters<typeof UndoPerson>[0]["change"]) =>
        row.kind === "users" && row.outcome === "applied" ? <UndoPerson runId={run.id} change={row} /> : null
    : undefined;
  return (
    <Card flush>
      <Tabs
        style={{ paddingInline: 20 }}
        activeKey={tab}
        onChange={(key) =>
          change({
            tab: key === "changes" ? undefined : (key as (typeof TABS)[number]),
            kind: undefined,
            action: undefined,
            search: undefined,
            severity: undefined,
            code: undefined,
          } as never)
        }
        items={TABS.map((key) => ({ key, label: labels[key] }))}
      />
      {tab === "changes" ? (
        <ChangeTable
          key="changes"
          route={routes.listSyncRunChanges}
          id={run.id}
          query={{ kind, action: action === "skipped" ? undefined : action, search }}
          filters={<ChangeFilters tally={tally.data} />}
          outcomes
          {...(undo ? { acts: undo } : {})}
        />
      ) : null}
      {tab === "failed" && !refused ? (
        <ChangeTable
          key="failed"
          route={routes.listSyncRunChanges}
          id={run.id}
          query={{ outcome: "failed" }}
          outcomes={false}
        />
      ) : null}
      {tab === "failed" && refused ? (
        <IssueTable key="refused" route={routes.listSyncRunIssues} id={run.id} tally={tally.data} only="error" />
      ) : null}
      {tab === "notes" ? (
        <IssueTable key="notes" route={routes.listSyncRunIssues} id={run.id} tally={tally.data} />
      ) : null}
    </Card>
  );
}
