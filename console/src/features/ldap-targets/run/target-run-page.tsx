import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { Card, Duration, EmptyState, ErrorState, PageHeader, PageSkeleton, Time } from "../../../design/index.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";
import { CountsGrid, PhaseList, ReasonList, useMayAct } from "../../sync/index.ts";
import "../ldap-targets.css";
import { COUNTED, KINDS } from "../run-words.ts";
import { TargetRunPill } from "../status-pill.tsx";
import type { TargetRun } from "../types.ts";
import { HeldEntries } from "./held-entries.tsx";
import { RunActs } from "./run-acts.tsx";
import { RunLists } from "./run-lists.tsx";

const POLL_MS = 1500;
const PHASES = ["starting", "reading_directory", "reading_target", "planning", "applying", "reporting"] as const;

/** A run or preview of a server: live while it goes on, then what it does to every entry, and what can be done about it. */
export function TargetRunPage() {
  const { t } = useTranslation("ldap-targets");
  const { id, run: number } = useParams({ strict: false }) as { readonly id: string; readonly run: string };
  const mayAct = useMayAct();
  const found = useQuery({
    ...queryOf(routes.getLdapRun, { params: { id, run: number } }),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? POLL_MS : false),
  });
  const run = found.data;
  if (run === undefined)
    return (
      <>
        <PageHeader title={t("run.crumb")} />
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <PageSkeleton />}
      </>
    );
  const isPreview = run.purpose === "preview";
  const isOver = run.status !== "running";
  const nothing = isOver && run.change_count + run.held_count === 0 && run.verdict === "empty";
  return (
    <>
      <PageHeader
        title={t(isPreview ? "runs.preview" : "runs.name", { id: run.id })}
        aside={<TargetRunPill status={run.status} />}
        about={<AboutRun run={run} />}
        actions={mayAct ? <RunActs run={run} /> : null}
      />
      <div className="target-stack">
        {run.status === "waiting_for_approval" ? <HeldEntries run={run} mayAct={mayAct} /> : null}
        {isOver ? null : (
          <Card title={t("run.progress")}>
            <PhaseList
              phases={(isPreview ? PHASES.slice(0, 4) : PHASES).map((phase) => ({ phase, word: t(`phase.${phase}`) }))}
              now={run.progress.phase}
              done={run.progress.done}
              total={run.progress.total}
            />
          </Card>
        )}
        {run.status !== "waiting_for_approval" && run.reasons.length > 0 ? (
          <Card title={t("run.reasons")}>
            <ReasonList reasons={run.reasons} words="ldap-targets" />
          </Card>
        ) : null}
        {isOver && run.verdict !== null && !nothing ? (
          <Card title={t(isPreview ? "run.would" : "run.did")} extra={<ReadLine run={run} />}>
            <CountsGrid
              label={t(isPreview ? "run.would" : "run.did")}
              columns={COUNTED.map((key) => ({ key, word: t(`counted.${key}`) }))}
              rows={KINDS.map((kind) => ({ word: t(`kind.${kind}`), counts: run.counts[kind] }))}
            />
          </Card>
        ) : null}
        {nothing ? (
          <Card>
            <EmptyState title={t("run.inStep")} about={t("run.inStepAbout")} />
          </Card>
        ) : isOver && run.verdict !== null ? (
          <RunLists run={run} />
        ) : null}
      </div>
    </>
  );
}

function AboutRun({ run }: { readonly run: TargetRun }) {
  const { t } = useTranslation("ldap-targets");
  const other = run.applies_run ?? run.retries_run;
  return (
    <>
      {run.target.name} · {t(`trigger.${run.trigger}`)} · {run.requested_by.name} · <Time at={run.started_at} />
      {run.finished_at === null ? null : (
        <>
          {" · "}
          <Duration ms={Date.parse(run.finished_at) - Date.parse(run.started_at)} />
        </>
      )}
      {run.decided_by ? <> · {t("run.decided", { name: run.decided_by.name })}</> : null}
      {other === null ? null : (
        <>
          {" · "}
          <Link to={"/ldap/targets/$id/runs/$run" as "/"} params={{ id: run.target.id, run: other } as never}>
            {t(run.applies_run ? "run.applies" : "run.retries", { id: other })}
          </Link>
        </>
      )}
    </>
  );
}

/** How much was found on the server, and what of it is not ours. */
function ReadLine({ run }: { readonly run: TargetRun }) {
  const { t } = useTranslation("ldap-targets");
  const number = (value: number) => formatNumber(value, currentLanguage());
  if (run.read === null) return null;
  return (
    <span className="target-quiet">
      {t("run.read", {
        entries: number(run.read.people + run.read.groups + run.read.units),
        foreign: number(run.read.foreign),
      })}
      {run.memberships.added + run.memberships.removed > 0 ? (
        <>
          {" · "}
          {t("run.memberships", { added: number(run.memberships.added), removed: number(run.memberships.removed) })}
        </>
      ) : null}
    </span>
  );
}
