import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { ConfirmDialog } from "../../design/index.ts";
import { actsOn } from "./run-status.ts";
import type { Run } from "./types.ts";

/** What an operator can do about a run: stop it, try its failures again, undo it. */
export function RunActs({ run }: { readonly run: Run }) {
  const { t } = useTranslation(["sync", "problems"]);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const acts = actsOn(run);
  const refreshes = ["getSyncRun", "listSyncRuns", "getLatestSyncRun"] as const;
  const cancel = useCall(routes.cancelSyncRun, { refreshes });
  const retry = useCall(routes.retrySyncRun, { refreshes });
  const revert = useCall(routes.revertSyncRun, { refreshes });
  const onError = (error: unknown) => void message.error(problemText(t, error).title);
  const follow = {
    onSuccess: (next: Run) => {
      setAsking(false);
      void navigate({ to: "/sync-runs/$id", params: { id: next.id } as never, search: {} as never });
    },
    onError,
  };
  return (
    <>
      {acts.cancel ? (
        <Button loading={cancel.isPending} onClick={() => cancel.mutate({ params: { id: run.id } }, { onError })}>
          {t("run.cancel")}
        </Button>
      ) : null}
      {acts.retry ? (
        <Button loading={retry.isPending} onClick={() => retry.mutate({ params: { id: run.id } }, follow)}>
          {t("run.retry")}
        </Button>
      ) : null}
      {acts.revert ? (
        <Button danger onClick={() => setAsking(true)}>
          {t("run.revert")}
        </Button>
      ) : null}
      <ConfirmDialog
        open={asking}
        title={t("run.revertTitle", { id: run.id })}
        confirm={t("run.revertConfirm")}
        danger
        busy={revert.isPending}
        onCancel={() => setAsking(false)}
        onConfirm={() => revert.mutate({ params: { id: run.id }, body: {} }, follow)}
      >
        <p>{t("run.revertAbout")}</p>
      </ConfirmDialog>
    </>
  );
}
