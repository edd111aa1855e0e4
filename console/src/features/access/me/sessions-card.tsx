import type { SessionView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes, useCall } from "../../../api/index.ts";
import {
  Card,
  type DataColumn,
  DataTable,
  ErrorState,
  Mono,
  PageSkeleton,
  StatusPill,
  Time,
} from "../../../design/index.ts";
import { deviceOf } from "./device.ts";

/** Where one is signed in, and a way to end it. */
export function SessionsCard() {
  const { t } = useTranslation("access");
  const { message } = App.useApp();
  const sessions = useQuery(queryOf(routes.listSessions));
  const refreshes = ["listSessions"] as const;
  const end = useCall(routes.revokeSession, { refreshes });
  const endOthers = useCall(routes.revokeOtherSessions, { refreshes });
  const told = {
    onSuccess: () => void message.success(t("sessions.ended")),
    onError: (error: Error) => void message.error(problemText(t, error).title),
  };
  const columns: readonly DataColumn<SessionView>[] = [
    {
      title: t("sessions.device"),
      render: (_, session) => (
        <>
          {deviceOf(session.user_agent) ?? t("sessions.unknown")}{" "}
          {session.current ? <StatusPill tone="success">{t("sessions.current")}</StatusPill> : null}
        </>
      ),
    },
    { title: t("sessions.address"), render: (_, { address }) => <Mono>{address}</Mono> },
    { title: t("sessions.seen"), render: (_, session) => <Time at={session.last_seen_at} /> },
    { title: t("sessions.opened"), render: (_, session) => <Time at={session.created_at} /> },
    {
      title: t("operators.actions"),
      render: (_, { id, current }) =>
        current ? null : (
          <Button size="small" onClick={() => end.mutate({ params: { id } }, told)}>
            {t("sessions.end")}
          </Button>
        ),
    },
  ];
  const items = sessions.data?.items ?? [];
  return (
    <Card
      title={t("sessions.title")}
      flush
      extra={
        items.length > 1 ? (
          <Button size="small" danger loading={endOthers.isPending} onClick={() => endOthers.mutate({}, told)}>
            {t("sessions.endOthers")}
          </Button>
        ) : null
      }
    >
      {sessions.isError ? <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} /> : null}
      {sessions.isPending ? <PageSkeleton rows={2} /> : null}
      {sessions.data ? (
        <section className="list-scroll" aria-label={t("sessions.title")}>
          <DataTable label={t("sessions.title")} columns={columns} rows={items} rowKey={({ id }) => id} />
        </section>
      ) : null}
    </Card>
  );
}
