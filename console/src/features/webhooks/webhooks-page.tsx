import { PlusOutlined } from "@ant-design/icons";
import type { WebhookView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import {
  Card,
  Count,
  type DataColumn,
  DataTable,
  EmptyState,
  ErrorState,
  Mono,
  PageHeader,
  PageSkeleton,
  Time,
} from "../../design/index.ts";
import { NewWebhookDialog } from "./acts/new-webhook-dialog.tsx";
import { WebhookPill } from "./webhook-pill.tsx";
import { byObject } from "./webhook-state.ts";
import "./webhooks.css";

const REFRESH_MS = 10_000;

/** Other systems that are told of changes, and how each stands. */
export function WebhooksPage() {
  const { t } = useTranslation("webhooks");
  const mayChange = useMe().role !== "auditor";
  const [adding, setAdding] = useState(false);
  const found = useQuery({ ...queryOf(routes.listWebhooks), refetchInterval: REFRESH_MS });
  const webhooks = found.data?.items ?? [];
  const add = mayChange ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t("add")}
    </Button>
  ) : null;
  const columns: readonly DataColumn<WebhookView>[] = [
    {
      title: t("column.name"),
      key: "name",
      render: (_, { id, name, url }) => (
        <>
          <Link to={"/webhooks/$id" as "/"} params={{ id } as never}>
            {name}
          </Link>
          <div className="webhook-url" title={url}>
            <Mono>{url}</Mono>
          </div>
        </>
      ),
    },
    { title: t("column.state"), key: "state", render: (_, webhook) => <WebhookPill webhook={webhook} /> },
    {
      title: t("column.events"),
      key: "events",
      render: (_, { events }) =>
        byObject(events)
          .map(({ object }) => t(`object.${object}` as "object.user"))
          .join(t("app:listSeparator")),
    },
    {
      title: t("column.waiting"),
      key: "waiting",
      align: "right",
      render: (_, { deliveries }) => <Count value={deliveries.waiting} />,
    },
    {
      title: t("column.failed"),
      key: "failed",
      align: "right",
      render: (_, { deliveries }) => <Count value={deliveries.failed} />,
    },
    { title: t("column.changed"), key: "changed", render: (_, { updated_at: at }) => <Time at={at} /> },
  ];
  return (
    <>
      <PageHeader title={t("title")} about={t("about")} actions={webhooks.length > 0 ? add : null} />
      <Card flush>
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
        {found.isPending ? (
          <div style={{ padding: 20 }}>
            <PageSkeleton rows={4} />
          </div>
        ) : null}
        {found.data && webhooks.length === 0 ? (
          <EmptyState title={t("empty")} about={t(mayChange ? "emptyAbout" : "emptyAsk")} action={add} />
        ) : null}
        {webhooks.length > 0 ? (
          <section className="list-scroll" aria-label={t("title")}>
            <DataTable label={t("title")} columns={columns} rows={webhooks} rowKey={({ id }) => id} />
          </section>
        ) : null}
      </Card>
      {adding ? <NewWebhookDialog onClose={() => setAdding(false)} /> : null}
    </>
  );
}
