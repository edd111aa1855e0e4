import { useNavigate } from "@tanstack/react-router";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { HeldBox } from "../../sync/index.ts";
import type { TargetRun } from "../types.ts";

const REFRESHES = ["getLdapRun", "listLdapRuns", "listLdapRunChanges", "getLdapTarget"] as const;

/** Removals that wait for an operator, and the two ways out. */
export function HeldEntries({ run, mayAct }: { readonly run: TargetRun; readonly mayAct: boolean }) {
  const { t } = useTranslation(["ldap-targets", "problems"]);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const approve = useCall(routes.approveLdapRun, { refreshes: REFRESHES });
  const reject = useCall(routes.rejectLdapRun, { refreshes: REFRESHES });
  const params = { id: run.target.id, run: run.id };
  const onError = (error: unknown) => void message.error(problemText(t, error).title);
  return (
    <HeldBox
      heldCount={run.held_count}
      reasons={run.reasons}
      words="ldap-targets"
      mayAct={mayAct}
      busy={approve.isPending || reject.isPending}
      approving={t("run.approveAbout")}
      onApprove={(done) =>
        approve.mutate(
          { params, body: { changes_digest: run.changes_digest ?? "" } },
          {
            onSuccess: (next) => {
              done();
              if (next.id !== run.id)
                void navigate({ to: "/ldap/targets/$id/runs/$run", params: { ...params, run: next.id } } as never);
            },
            onError,
          },
        )
      }
      onReject={(done) => reject.mutate({ params }, { onSuccess: done, onError })}
    />
  );
}
