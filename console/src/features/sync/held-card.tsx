import { App } from "antd";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { HeldBox } from "./held-box.tsx";
import type { Run } from "./types.ts";

/** Held removals of a run, and the two ways out. */
export function HeldCard({ run, mayAct }: { readonly run: Run; readonly mayAct: boolean }) {
  const { t } = useTranslation(["sync", "problems"]);
  const { message } = App.useApp();
  const refreshes = [
    "getSyncRun",
    "listSyncRuns",
    "getLatestSyncRun",
    "listSyncRunChanges",
    "getSyncRunTally",
  ] as const;
  const approve = useCall(routes.approveSyncRun, { refreshes });
  const reject = useCall(routes.rejectSyncRun, { refreshes });
  const told = (done: () => void) => ({
    onSuccess: done,
    onError: (error: unknown) => void message.error(problemText(t, error).title),
  });
  return (
    <HeldBox
      heldCount={run.held_count}
      reasons={run.reasons}
      mayAct={mayAct}
      busy={approve.isPending || reject.isPending}
      approving={t("held.approveAbout")}
      onApprove={(done) =>
        approve.mutate({ params: { id: run.id }, body: { changes_digest: run.changes_digest ?? "" } }, told(done))
      }
      onReject={(done) => reject.mutate({ params: { id: run.id } }, told(done))}
    />
  );
}
