import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import {
  Card,
  Count,
  CursorTable,
  type DataColumn,
  Duration,
  EmptyState,
  ErrorState,
  Facts,
  Mono,
  PageHeader,
  PageSkeleton,
  StatusPill,
  Time,
} from "../../design/index.ts";
import { useMayAct } from "../sync/index.ts";
import "./ldap-targets.css";
import { changedBy, failedIn } from "./run-words.ts";
import { TargetRunPill } from "./status-pill.tsx";
import { TargetActs } from "./target-acts.tsx";
import type { Target, TargetRun } from "./types.ts";

const REFRESH_MS = 5_000;

/** One server: how it is reached, what was written, every run. */
export function TargetPage() {
  const { t } = useTranslation("ldap-targets");
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const mayAct = useMayAct();
  const found = useQuery({ ...queryOf(routes.getLdapTarget, { params: { id } }), refetchInterval: REFRESH_MS });
  const target = found.data;
  if (target === undefined)
    return (
      <>
        <PageHeader title={t("target")} />
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <PageSkeleton />}
      </>
    );
  return (
    <>
      <PageHeader
        title={target.name}
        aside={
          <StatusPill tone={target.enabled ? "success" : "neutral"}>
            {t(target.enabled ? "pace.on" : "pace.off")}
          </StatusPill>
        }
        about={target.set_by_file ? t("setByFileAbout") : <Mono>{`${target.host}:${target.port}`}</Mono>}
        actions={mayAct ? <TargetActs target={target} /> : null}
      />
      <div className="target-stack">
        <TargetFacts target={target} />
        <Card flush title={t("runs.title")}>
          <CursorTable<TargetRun, never>
            route={routes.listLdapRuns as never}
            params={{ id } as never}
            label={t("runs.title")}
            columns={runColumns(t, id)}
            rowKey={(run) => run.id}
            refreshMs={REFRESH_MS}
            empty={<EmptyState title={t("runs.empty")} about={t("runs.emptyAbout")} />}
          />
        </Card>
      </div>
    </>
  );
}

function TargetFacts({ target }: { readonly target: Target }) {
  const { t } = useTranslation("ldap-targets");
  const { entries } = target;
  return (
    <div className="target-grid">
      <Card title={t("facts.connection")}>
        <Facts
          items={[
            { name: t("form.tls"), value: t(`tls.${target.tls.mode}`) },
            { name: t("form.bindDn"), value: <Mono>{target.bind_dn}</Mono> },
            { name: t("form.baseDn"), value: <Mono>{target.base_dn}</Mono> },
            { name: t("form.profile"), value: t(`profile.${target.profile}.name`) },
            { name: t("form.leavers"), value: t(`leavers.${target.leavers}`) },
            { name: t("form.scheme"), value: t(`scheme.${target.password_scheme}`) },
          ]}
        />
      </Card>
      <Card title={t("facts.written")}>
        <Facts
          items={[
            { name: t("kind.people"), value: <Count value={entries.people} /> },
            { name: t("kind.groups"), value: <Count value={entries.groups} /> },
            { name: t("kind.units"), value: <Count value={entries.units} /> },
            {
              name: t("column.last"),
              value:
                target.last_run === null ? (
                  t("never")
                ) : (
                  <>
                    <TargetRunPill status={target.last_run.status} />{" "}
                    <Link
                      to={"/ldap/targets/$id/runs/$run" as "/"}
                      params={{ id: target.id, run: target.last_run.id } as never}
                    >
                      <Time at={target.last_run.finished_at ?? target.last_run.started_at} />
                    </Link>
                  </>
                ),
            },
            {
              name: t("column.next"),
              value: target.next_run_at === null ? t("facts.byHand") : <Time at={target.next_run_at} />,
            },
            { name: t("form.follow"), value: t(target.follow_directory ? "yes" : "no") },
          ]}
        />
      </Card>
    </div>
  );
}

function runColumns(
  t: ReturnType<typeof useTranslation<"ldap-targets">>["t"],
  id: string,
): readonly DataColumn<TargetRun>[] {
  return [
    {
      title: t("runs.number"),
      key: "number",
      render: (_, run) => (
        <Link to={"/ldap/targets/$id/runs/$run" as "/"} params={{ id, run: run.id } as never}>
          {t(run.purpose === "preview" ? "runs.preview" : "runs.name", { id: run.id })}
        </Link>
      ),
    },
    { title: t("runs.status"), key: "status", render: (_, { status }) => <TargetRunPill status={status} /> },
    {
      title: t("runs.trigger"),
      key: "trigger",
      render: (_, run) => `${t(`trigger.${run.trigger}`)} · ${run.requested_by.name}`,
    },
    { title: t("runs.started"), key: "started", render: (_, run) => <Time at={run.started_at} /> },
    {
      title: t("runs.took"),
      key: "took",
      align: "right",
      render: (_, run) =>
        run.finished_at === null ? "—" : <Duration ms={Date.parse(run.finished_at) - Date.parse(run.started_at)} />,
    },
    {
      title: t("runs.changes"),
      key: "changes",
      align: "right",
      render: (_, run) => <Count value={changedBy(run.counts)} />,
    },
    {
      title: t("runs.failed"),
      key: "failed",
      align: "right",
      render: (_, run) => <Count value={failedIn(run.counts)} />,
    },
  ];
}
