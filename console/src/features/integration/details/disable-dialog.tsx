import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog } from "../../../design/index.ts";
import { ConsequenceList } from "./consequence-list.tsx";

/** Asks before sync is switched off (S15). */
export function DisableDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation("integration");
  const change = useCall(routes.changeUserSync, { refreshes: ["getFeishuIntegration", "listIntegrations"] });
  return (
    <ConfirmDialog
      open={open}
      danger
      title={t("disable.title")}
      confirm={t("service.disable")}
      busy={change.isPending}
      onCancel={onClose}
      onConfirm={() => change.mutate({ body: { enabled: false } }, { onSuccess: onClose })}
    >
      <ConsequenceList ending="userSync" isSignInOn={false} />
      {change.error ? (
        <p className="setting-problem" role="alert">
          {problemText(t, change.error).title}
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
