import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { Card, Duration, ErrorState, PageSkeleton, Time } from "../../../design/index.ts";
import { RunHistoryChart, RunStatusPill } from "../../sync/index.ts";

/** How the last sync ended (S11), how the ones before went, and when the next one starts. */
export function LatestSyncCard({ nextRun }: { readonly nextRun: string | null }) {
  const { t } = useTranslation("integration");
  const { data, error, refetch } = useQuery({
    ...queryOf(routes.getLatestSyncRun),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? 2_000 : false),
  });
  return (
    <Card
      title={
        <>
          {t("latest.title")} {data ? <RunStatusPill status={data.status} /> : null}
        </>
      }
      extra={
        data?.id ? (
          <Link to={"/sync-runs/$id" as "/"} params={{ id: data.id } as never}>
            {t("latest.open", { id: data.id })}
          </Link>
        ) : null
      }
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <PageSkeleton rows={3} /> : null}
      {data?.started_at ? (
        <p className="setting-help">
          <Time at={data.started_at} />
          {data.finished_at ? (
            <>
              {" · "}
              <Duration ms={Date.parse(data.finished_at) - Date.parse(data.started_at)} />
            </>
          ) : null}
        </p>
      ) : null}
      {data && data.id === null ? <p className="setting-help">{t("latest.none")}</p> : null}
      <RunHistoryChart />
      <p className="setting-help">
        {nextRun ? (
          <>
            {t("latest.next")} <Time at={nextRun} />
          </>
        ) : (
          t("latest.manual")
        )}
      </p>
    </Card>
  );
}
