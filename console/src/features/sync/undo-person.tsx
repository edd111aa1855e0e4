import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../api/index.ts";
import { ConfirmDialog } from "../../design/index.ts";
import type { Change } from "./types.ts";

/** Undoes what a run did to one person. */
export function UndoPerson({ runId, change }: { readonly runId: string; readonly change: Change }) {
  const { t } = useTranslation(["sync", "problems"]);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const revert = useCall(routes.revertSyncRun, { refreshes: ["listSyncRuns", "getLatestSyncRun"] });
  return (
    <>
      <Button size="small" style={{ marginTop: 12 }} onClick={() => setAsking(true)}>
        {t("run.undoPerson")}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t("run.undoPersonTitle", { name: change.label })}
        confirm={t("run.undoPerson")}
        busy={revert.isPending}
        onCancel={() => setAsking(false)}
        onConfirm={() =>
          revert.mutate(
            { params: { id: runId }, body: { user: change.subject_id } },
            {
              onSuccess: (next) => void navigate({ to: "/sync-runs/$id", params: { id: next.id } as never }),
              onError: (error) => void message.error(problemText(t, error).title),
            },
          )
        }
      >
        <p>{t("run.undoPersonAbout")}</p>
      </ConfirmDialog>
    </>
  );
}
