import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes, useCall } from "../../api/index.ts";
import {
  Card,
  EmptyState,
  ErrorState,
  LinkButton,
  PageHeader,
  PageSkeleton,
  StatusPill,
  Time,
} from "../../design/index.ts";
import { ApplyPlan } from "./apply-plan.tsx";
import { ChangeFilters, useChangeFilters } from "./change-filters.tsx";
import { ChangeTable } from "./change-table.tsx";
import { CoverageLine } from "./coverage-line.tsx";
import { IssueTable } from "./issue-table.tsx";
import { PlanTiles } from "./plan-tiles.tsx";
import { ProgressSteps } from "./progress-steps.tsx";
import { ReasonList } from "./reason-list.tsx";
import type { Plan } from "./types.ts";
import { useMayAct } from "./use-may-act.ts";

const POLL_MS = 1000;
const TONES = { empty: "success", applyable: "info", needs_approval: "warning", blocked: "danger" } as const;

/** A preview: while it is made, and then every change it would make, before anything is written. */
export function PlanPage() {
  const { t } = useTranslation("sync");
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const mayAct = useMayAct();
  const query = useQuery({
    ...queryOf(routes.getSyncPlan, { params: { id } }),
    refetchInterval: ({ state }) => (state.data?.status === "planning" ? POLL_MS : false),
  });
  const preview = query.data;
  if (preview === undefined)
    return (
      <>
        <PageHeader title={t("plan.title")} />
        {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <PageSkeleton />}
      </>
    );
  if (preview.status === "ready") return <ReadyPlan plan={preview} mayAct={mayAct} />;
  const again = mayAct ? (
    <LinkButton to="/sync-plans/new" type="primary">
      {t("plan.again")}
    </LinkButton>
  ) : null;
  return preview.status === "planning" ? (
    <>
      <PageHeader
        title={t("plan.title")}
        aside={
          <StatusPill tone="info" moving>
            {t("plan.making")}
          </StatusPill>
        }
        about={t("plan.nothingYet")}
        actions={mayAct ? <Discard id={id} word={t("plan.stop")} /> : null}
      />
      <Card title={t("run.progress")}>
        <ProgressSteps progress={preview.progress} preview />
      </Card>
    </>
  ) : (
    <>
      <PageHeader
        title={t("plan.title")}
        aside={<StatusPill tone="danger">{t(`plan.${preview.status}`)}</StatusPill>}
        about={t("plan.nothingWritten")}
        actions={again}
      />
      <Card title={t("run.reasons")}>
        <ReasonList reasons={preview.reasons} />
      </Card>
    </>
  );
}

function ReadyPlan({ plan, mayAct }: { readonly plan: Plan; readonly mayAct: boolean }) {
  const { t } = useTranslation("sync");
  const [{ kind, action, search }] = useChangeFilters();
  const tally = useQuery(queryOf(routes.getSyncPlanTally, { params: { id: plan.id } }));
  const reasons = [...plan.verdict.reasons, ...plan.reasons];
  const nothing = plan.change_count + plan.held_count === 0;
  const open = plan.run === null;
  return (
    <>
      <PageHeader
        title={t("plan.title")}
        aside={<StatusPill tone={TONES[plan.verdict.kind]}>{t(`verdict.${plan.verdict.kind}`)}</StatusPill>}
        about={
          <>
            <CoverageLine coverage={plan.coverage} /> · {t(`target.${plan.target.kind}`)} ·{" "}
            <Time at={plan.created_at} /> ·{" "}
            {plan.run === null ? (
              t("plan.nothingYet")
            ) : (
              <Link to="/sync-runs/$id" params={{ id: plan.run } as never}>
                {t("plan.appliedBy", { id: plan.run })}
              </Link>
            )}
          </>
        }
        actions={
          open && mayAct ? (
            <>
              <Discard id={plan.id} word={t("plan.discard")} />
              {tally.data ? <ApplyPlan plan={plan} tally={tally.data} /> : null}
            </>
          ) : null
        }
      />
      <div className="sync-stack">
        {tally.data && !nothing ? <PlanTiles tally={tally.data} /> : null}
        {tally.isError ? <ErrorState error={tally.error} onRetry={() => void tally.refetch()} /> : null}
        {reasons.length > 0 ? (
          <Card title={plan.verdict.kind === "blocked" ? t("plan.blocked") : t("plan.toKnow")}>
            <ReasonList reasons={reasons} />
          </Card>
        ) : null}
        <Card flush>
          {action === "skipped" ? (
            <IssueTable route={routes.listSyncPlanIssues} id={plan.id} tally={tally.data} only="skipped" />
          ) : nothing ? (
            <EmptyState title={t("plan.inStep")} about={t("plan.inStepAbout")} />
          ) : (
            <ChangeTable
              route={routes.listSyncPlanChanges}
              id={plan.id}
              query={{ kind, action, search }}
              filters={<ChangeFilters tally={tally.data} />}
              outcomes={plan.held_count > 0 || !open}
            />
          )}
        </Card>
      </div>
    </>
  );
}

function Discard({ id, word }: { readonly id: string; readonly word: string }) {
  const { t } = useTranslation(["sync", "problems"]);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const discard = useCall(routes.discardSyncPlan, { refreshes: ["listSyncPlans"] });
  return (
    <Button
      loading={discard.isPending}
      onClick={() =>
        discard.mutate(
          { params: { id } },
          {
            onSuccess: () => void navigate({ to: "/sync-plans/new" } as never),
            onError: (error) => void message.error(problemText(t, error).title),
          },
        )
      }
    >
      {word}
    </Button>
  );
}
