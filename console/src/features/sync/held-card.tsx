import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { ConfirmDialog } from "../../design/index.ts";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import { ReasonList } from "./reason-list.tsx";
import type { Run } from "./types.ts";

/** Held removals: what is held, why, and the two ways out. Approving asks to type the number, and holds once only. */
export function HeldCard({ run, mayAct }: { readonly run: Run; readonly mayAct: boolean }) {
  const { t } = useTranslation(["sync", "problems"]);
  const { message } = App.useApp();
  const [asked, setAsked] = useState<"approve" | "reject" | null>(null);
  const refreshes = [
    "getSyncRun",
    "listSyncRuns",
    "getLatestSyncRun",
    "listSyncRunChanges",
    "getSyncRunTally",
  ] as const;
  const approve = useCall(routes.approveSyncRun, { refreshes });
  const reject = useCall(routes.rejectSyncRun, { refreshes });
  const done = {
    onSuccess: () => setAsked(null),
    onError: (error: unknown) => void message.error(problemText(t, error).title),
  };
  const count = formatNumber(run.held_count, currentLanguage());
  return (
    <section className="held" aria-labelledby="held-title">
      <div>
        <h2 id="held-title">{t("held.title", { count })}</h2>
        <ReasonList reasons={run.reasons} />
        <p>{t("held.about")}</p>
      </div>
      {mayAct ? (
        <div className="held-acts">
          <Button onClick={() => setAsked("reject")}>{t("held.reject")}</Button>
          <Button danger onClick={() => setAsked("approve")}>
            {t("held.approve")}
          </Button>
        </div>
      ) : null}
      <ConfirmDialog
        open={asked === "approve"}
        title={t("held.approveTitle", { count })}
        confirm={t("held.approveConfirm", { count })}
        danger
        busy={approve.isPending}
        typed={{ text: String(run.held_count), label: t("held.type", { count: String(run.held_count) }) }}
        onCancel={() => setAsked(null)}
        onConfirm={() =>
          approve.mutate({ params: { id: run.id }, body: { changes_digest: run.changes_digest ?? "" } }, done)
        }
      >
        <p>{t("held.approveAbout")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === "reject"}
        title={t("held.rejectTitle", { count })}
        confirm={t("held.reject")}
        busy={reject.isPending}
        onCancel={() => setAsked(null)}
        onConfirm={() => reject.mutate({ params: { id: run.id } }, done)}
      >
        <p>{t("held.rejectAbout")}</p>
      </ConfirmDialog>
    </section>
  );
}
