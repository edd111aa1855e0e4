import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
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
  LinkButton,
  Mono,
  PageHeader,
  PageSkeleton,
  StatusPill,
  Time,
} from "../../design/index.ts";
import { LdapNav } from "../ldap/index.ts";
import "./ldap-targets.css";
import { TargetRunPill } from "./status-pill.tsx";
import type { Target } from "./types.ts";

const REFRESH_MS = 10_000;

/** The servers that are kept equal to the directory, and how each stands. */
export function TargetsPage() {
  const { t } = useTranslation("ldap-targets");
  const mayChange = useMe().role !== "auditor";
  const found = useQuery({ ...queryOf(routes.listLdapTargets), refetchInterval: REFRESH_MS });
  const targets = found.data?.items ?? [];
  const add = mayChange ? (
    <LinkButton type="primary" to="/ldap/targets/new" icon={<PlusOutlined />}>
      {t("add")}
    </LinkButton>
  ) : null;
  const columns: readonly DataColumn<Target>[] = [
    {
      title: t("column.name"),
      key: "name",
      render: (_, { id, name, host, port, base_dn: base, set_by_file: declared }) => (
        <>
          <Link to={"/ldap/targets/$id" as "/"} params={{ id } as never}>
            {name}
          </Link>
          {declared ? <span className="target-quiet"> · {t("setByFile")}</span> : null}
          <div className="target-quiet">
            <Mono>{`${host}:${port}`}</Mono> · <Mono>{base}</Mono>
          </div>
        </>
      ),
    },
    {
      title: t("column.pace"),
      key: "pace",
      render: (_, { enabled }) =>
        enabled ? (
          <StatusPill tone="success">{t("pace.on")}</StatusPill>
        ) : (
          <StatusPill tone="neutral">{t("pace.off")}</StatusPill>
        ),
    },
    {
      title: t("column.last"),
      key: "last",
      render: (_, { last_run: last }) =>
        last === null ? (
          t("never")
        ) : (
          <span className="target-line">
            <TargetRunPill status={last.status} /> <Time at={last.finished_at ?? last.started_at} />
          </span>
        ),
    },
    {
      title: t("column.entries"),
      key: "entries",
      align: "right",
      render: (_, { entries }) => <Count value={entries.people + entries.groups + entries.units} />,
    },
    {
      title: t("column.next"),
      key: "next",
      render: (_, { next_run_at: at }) => (at === null ? "—" : <Time at={at} />),
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} about={t("about")} actions={add} />
      <LdapNav />
      <Card flush>
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
        {found.isPending ? (
          <div style={{ padding: 20 }}>
            <PageSkeleton rows={4} />
          </div>
        ) : null}
        {found.data && targets.length === 0 ? <EmptyState title={t("empty")} about={t("emptyAbout")} /> : null}
        {targets.length > 0 ? (
          <section className="list-scroll" aria-label={t("title")}>
            <DataTable label={t("title")} columns={columns} rows={targets} rowKey={({ id }) => id} />
          </section>
        ) : null}
      </Card>
    </>
  );
}
