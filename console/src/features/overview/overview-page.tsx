import { CheckCircleOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import { Card, ErrorState, PageHeader, PageSkeleton } from "../../design/index.ts";
import { ConnectionCard } from "./connection-card.tsx";
import { LastSyncCard } from "./last-sync-card.tsx";
import "./overview.css";
import { PeopleCard } from "./people-card.tsx";
import { type ToDo, toDos } from "./to-do.ts";

/** Health, the last sync, and what waits for a human. */
export function OverviewPage() {
  const { t } = useTranslation("overview");
  const integrations = useQuery(queryOf(routes.listIntegrations));
  const feishu = integrations.data?.items.find(({ kind }) => kind === "feishu");
  const configured = feishu?.configured === true;
  return (
    <>
      <PageHeader title={t("title")} about={t("about")} />
      <div className="overview">
        {integrations.isError ? (
          <Card>
            <ErrorState error={integrations.error} onRetry={() => void integrations.refetch()} />
          </Card>
        ) : integrations.data === undefined ? (
          <PageSkeleton />
        ) : (
          <>
            <ToDoCard configured={configured} hasDraft={feishu?.has_draft === true} />
            {configured ? (
              <>
                <LastSyncCard />
                <ConnectionCard />
              </>
            ) : null}
            <PeopleCard />
          </>
        )}
      </div>
    </>
  );
}

function ToDoCard({ configured, hasDraft }: { readonly configured: boolean; readonly hasDraft: boolean }) {
  const { t } = useTranslation("overview");
  const feishu = useQuery({ ...queryOf(routes.getFeishuIntegration), enabled: configured });
  const latest = useQuery({ ...queryOf(routes.getLatestSyncRun), enabled: configured });
  const waiting = useQuery({
    ...queryOf(routes.listSyncRuns, { query: { status: "waiting_for_approval", limit: 5 } }),
    enabled: configured,
  });
  const conflicts = useQuery({ ...queryOf(routes.listLinkConflicts), enabled: configured });
  const failed = [feishu, latest, waiting, conflicts].find((query) => query.isError);
  const list = toDos({
    configured,
    hasDraft,
    syncEnabled: feishu.data?.services.user_sync.enabled,
    healthy: feishu.data && (feishu.data.health?.healthy ?? null),
    everSynced: latest.data && latest.data.status !== "not_synchronized",
    waitingRuns: waiting.data?.items.map(({ id }) => id) ?? [],
    conflicts: conflicts.data?.items.length ?? 0,
  });
  return (
    <Card title={t("toDo.title")}>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : list.length === 0 ? (
        <p className="overview-calm">
          <CheckCircleOutlined aria-hidden /> {t("toDo.nothing")}
        </p>
      ) : (
        <ul className="overview-list">
          {list.map((item) => (
            <li key={`${item.key} ${item.to}`}>
              <ToDoLine item={item} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function ToDoLine({ item }: { readonly item: ToDo }) {
  const { t } = useTranslation("overview");
  return (
    <Link to={item.to} className="overview-todo">
      <span>
        <strong>{t(`toDo.${item.key}.title`, item.values ?? {})}</strong>
        <span>{t(`toDo.${item.key}.about`)}</span>
      </span>
      <RightOutlined aria-hidden />
    </Link>
  );
}
