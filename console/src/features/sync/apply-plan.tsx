import { useNavigate } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { ConfirmDialog } from "../../design/index.ts";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import { removalsIn } from "./change-words.ts";
import type { Plan, Tally } from "./types.ts";

/** Applies the plan as it is shown. When it takes somebody away, the number has to be typed. */
export function ApplyPlan({ plan, tally }: { readonly plan: Plan; readonly tally: Tally }) {
  const { t } = useTranslation(["sync", "problems"]);
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const apply = useCall(routes.applySyncPlan, { refreshes: ["listSyncRuns", "getLatestSyncRun", "getSyncPlan"] });
  const total = plan.change_count + plan.held_count;
  const count = formatNumber(plan.change_count, currentLanguage());
  const held = formatNumber(plan.held_count, currentLanguage());
  const removals = removalsIn(tally);
  const allowed = plan.verdict.kind !== "blocked" && total > 0;
  // Where everything is held, nothing is applied yet: the run only asks.
  const act =
    plan.change_count === 0 && plan.held_count > 0
      ? t("plan.submit", { held })
      : t("plan.apply", { count: plan.change_count, shown: count });
  return (
    <>
      <Button type="primary" disabled={!allowed} onClick={() => setAsking(true)}>
        {act}
      </Button>
      <ConfirmDialog
        open={asking}
        title={plan.change_count === 0 ? act : t("plan.applyTitle", { count: plan.change_count, shown: count })}
        confirm={act}
        danger={removals > 0}
        busy={apply.isPending}
        {...(removals > 0
          ? { typed: { text: String(plan.change_count), label: t("held.type", { count: String(plan.change_count) }) } }
          : {})}
        onCancel={() => {
          setAsking(false);
          apply.reset();
        }}
        onConfirm={() =>
          apply.mutate(
            { params: { id: plan.id }, body: { changes_digest: plan.changes_digest } },
            { onSuccess: (run) => void navigate({ to: "/sync-runs/$id", params: { id: run.id } as never }) },
          )
        }
      >
        <p>
          {removals > 0
            ? t("plan.applyRemoves", { removals: formatNumber(removals, currentLanguage()) })
            : t("plan.applyAbout")}
        </p>
        {plan.held_count > 0 ? <p>{t("plan.applyHolds", { held })}</p> : null}
        {apply.isError ? (
          <Alert
            type="error"
            showIcon
            style={{ marginTop: 12 }}
            title={problemText(t, apply.error).title}
            description={problemText(t, apply.error).cure}
          />
        ) : null}
      </ConfirmDialog>
    </>
  );
}
