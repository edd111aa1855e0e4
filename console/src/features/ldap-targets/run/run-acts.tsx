import { useNavigate } from "@tanstack/react-router";
import { Alert, App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog } from "../../../design/index.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";
import { actsOn, removalsIn } from "../run-words.ts";
import type { TargetRun } from "../types.ts";

const REFRESHES = ["getLdapRun", "listLdapRuns", "getLdapTarget", "listLdapTargets"] as const;

/** What can be done about a run: write what a preview shows, stop it, try its failures again. */
export function RunActs({ run }: { readonly run: TargetRun }) {
  const { t } = useTranslation(["ldap-targets", "problems"]);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const apply = useCall(routes.applyLdapPlan, { refreshes: REFRESHES });
  const cancel = useCall(routes.cancelLdapRun, { refreshes: REFRESHES });
  const retry = useCall(routes.retryLdapRun, { refreshes: REFRESHES });
  const acts = actsOn(run);
  const params = { id: run.target.id, run: run.id };
  const onError = (error: unknown) => void message.error(problemText(t, error).title);
  const follow = (next: TargetRun) =>
    void navigate({ to: "/ldap/targets/$id/runs/$run", params: { id: run.target.id, run: next.id } } as never);
  const number = (value: number) => formatNumber(value, currentLanguage());
  const removals = removalsIn(run.counts);
  const problem = apply.error ? problemText(t, apply.error) : null;
  const act =
    run.change_count === 0
      ? t("run.submit", { held: number(run.held_count) })
      : t("run.apply", { count: run.change_count, shown: number(run.change_count) });
  return (
    <>
      {acts.cancel ? (
        <Button loading={cancel.isPending} onClick={() => cancel.mutate({ params }, { onError })}>
          {t("run.cancel")}
        </Button>
      ) : null}
      {acts.retry ? (
        <Button loading={retry.isPending} onClick={() => retry.mutate({ params }, { onSuccess: follow, onError })}>
          {t("run.retry")}
        </Button>
      ) : null}
      {acts.apply ? (
        <Button type="primary" onClick={() => setAsking(true)}>
          {act}
        </Button>
      ) : null}
      <ConfirmDialog
        open={asking}
        danger={removals > 0}
        title={t("run.applyAsk", { name: run.target.name })}
        confirm={act}
        busy={apply.isPending}
        {...(removals > 0
          ? { typed: { text: String(run.change_count), label: t("run.type", { count: String(run.change_count) }) } }
          : {})}
        onCancel={() => {
          setAsking(false);
          apply.reset();
        }}
        onConfirm={() =>
          apply.mutate({ params, body: { changes_digest: run.changes_digest ?? "" } }, { onSuccess: follow })
        }
      >
        <p>{removals > 0 ? t("run.applyRemoves", { removals: number(removals) }) : t("run.applyAbout")}</p>
        {run.held_count > 0 ? <p>{t("run.applyHolds", { held: number(run.held_count) })}</p> : null}
        {problem ? (
          <Alert type="error" showIcon style={{ marginTop: 12 }} title={problem.title} description={problem.cure} />
        ) : null}
      </ConfirmDialog>
    </>
  );
}
