import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog } from "../../../design/index.ts";
import { ConsequenceList } from "./consequence-list.tsx";

/** Asks before the integration is removed: the App ID has to be typed (S16). */
export function RemoveDialog(props: {
  readonly open: boolean;
  readonly appId: string;
  readonly isSignInOn: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("integration");
  const navigate = useNavigate();
  const remove = useCall(routes.removeFeishuIntegration, {
    refreshes: ["listIntegrations", "getLatestSyncRun", "listSyncRuns", "getSignInMethods"],
  });
  return (
    <ConfirmDialog
      open={props.open}
      danger
      title={t("remove.title")}
      confirm={t("remove.confirm")}
      busy={remove.isPending}
      typed={{ text: props.appId, label: t("remove.type", { id: props.appId }) }}
      onCancel={props.onClose}
      onConfirm={() =>
        remove.mutate(
          { query: { confirm: props.appId } },
          { onSuccess: () => void navigate({ to: "/integrations" as "/" }) },
        )
      }
    >
      <ConsequenceList ending="integration" isSignInOn={props.isSignInOn} />
      {remove.error ? (
        <p className="setting-problem" role="alert">
          {problemText(t, remove.error).title}
          {t("health.stop")}
          {problemText(t, remove.error).cure}
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
