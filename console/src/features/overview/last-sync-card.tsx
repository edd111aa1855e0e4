import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import { Card, ErrorState, PageSkeleton, Time } from "../../design/index.ts";
import { RunHistoryChart, RunStatusPill } from "../sync/index.ts";

const POLL_MS = 5000;

/** How the newest sync went, and those before it. */
export function LastSyncCard() {
  const { t } = useTranslation("overview");
  const latest = useQuery({
    ...queryOf(routes.getLatestSyncRun),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? POLL_MS : false),
  });
  const run = latest.data;
  return (
    <Card title={t("lastSync.title")} extra={run ? <RunStatusPill status={run.status} /> : null}>
      {latest.isPending ? <PageSkeleton rows={2} /> : null}
      {latest.isError ? <ErrorState error={latest.error} onRetry={() => void latest.refetch()} /> : null}
      {run && run.status !== "not_synchronized" ? (
        <p className="overview-line">
          <Time at={run.started_at} /> ·{" "}
          <Link to="/sync-runs/$id" params={{ id: run.id } as never}>
            {t("lastSync.open", { id: run.id })}
          </Link>
        </p>
      ) : null}
      {run?.status === "not_synchronized" ? <p className="overview-line">{t("lastSync.never")}</p> : null}
      <RunHistoryChart />
    </Card>
  );
}
