import { Link } from "@tanstack/react-router";
import { Select, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { routes } from "../../api/index.ts";
import { useSearchState } from "../../app/search.ts";
import { Card, Count, CursorTable, Duration, EmptyState, LinkButton, PageHeader, Time } from "../../design/index.ts";
import { FrozenNote } from "./frozen-note.tsx";
import { RunHistoryChart } from "./run-history-chart.tsx";
import { changedBy, failedIn, RUN_STATUSES, RUN_TRIGGERS } from "./run-status.ts";
import { RunStatusPill } from "./run-status-pill.tsx";
import type { Run } from "./types.ts";
import { useMayAct } from "./use-may-act.ts";

/** A list that stays open beside a running sync keeps up with it. */
const REFRESH_MS = 10_000;

const filters = z.object({
  status: z.catch(z.optional(z.enum(RUN_STATUSES)), undefined),
  trigger: z.catch(z.optional(z.enum(RUN_TRIGGERS)), undefined),
});

/** Every run, newest first. */
export function RunsPage() {
  const { t } = useTranslation("sync");
  const [{ status, trigger }, change] = useSearchState(filters);
  const mayAct = useMayAct();
  const start = mayAct ? (
    <LinkButton to="/sync-plans/new" type="primary">
      {t("runs.start")}
    </LinkButton>
  ) : null;
  const columns: TableColumnsType<Run> = [
    {
      title: t("runs.number"),
      key: "id",
      render: (_, run) => (
        <Link to="/sync-runs/$id" params={{ id: run.id } as never}>
          {t("runs.name", { id: run.id })}
        </Link>
      ),
    },
    { title: t("runs.status"), key: "status", render: (_, run) => <RunStatusPill status={run.status} /> },
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
  const filtered = status !== undefined || trigger !== undefined;
  return (
    <>
      <PageHeader title={t("runs.title")} about={t("runs.about")} actions={start} />
      <FrozenNote />
      <div className="sync-stack">
        <RunHistoryChart title={t("chart.label")} />
        <Card flush>
          <CursorTable<Run, never>
            route={routes.listSyncRuns as never}
            query={{ status, trigger }}
            label={t("runs.title")}
            columns={columns}
            rowKey={(run) => run.id}
            refreshMs={REFRESH_MS}
            filters={
              <>
                <Select
                  allowClear
                  style={{ minWidth: 170 }}
                  aria-label={t("runs.status")}
                  placeholder={t("runs.status")}
                  value={status}
                  options={RUN_STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
                  onChange={(value) => change({ status: value })}
                />
                <Select
                  allowClear
                  style={{ minWidth: 150 }}
                  aria-label={t("runs.trigger")}
                  placeholder={t("runs.trigger")}
                  value={trigger}
                  options={RUN_TRIGGERS.map((value) => ({ value, label: t(`trigger.${value}`) }))}
                  onChange={(value) => change({ trigger: value })}
                />
              </>
            }
            onClear={filtered ? () => change({ status: undefined, trigger: undefined }) : undefined}
            empty={<EmptyState title={t("status.not_synchronized")} about={t("runs.empty")} action={start} />}
          />
        </Card>
      </div>
    </>
  );
}
