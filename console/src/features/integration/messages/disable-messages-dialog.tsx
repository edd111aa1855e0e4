import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog, ProblemLine } from "../../../design/index.ts";
import { MESSAGE_REFRESHES, type MessageMethod } from "./message-method.ts";

/** Asks before messages are switched off (S15). */
export function DisableMessagesDialog(props: {
  readonly open: boolean;
  readonly method: MessageMethod;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("integration");
  const change = useCall(routes.changeMessageNotifications, { refreshes: MESSAGE_REFRESHES });
  return (
    <ConfirmDialog
      open={props.open}
      danger
      title={t("messages.offAsk")}
      confirm={t("messages.disable")}
      busy={change.isPending}
      onCancel={props.onClose}
      onConfirm={() => change.mutate({ body: { enabled: false, method: props.method } }, { onSuccess: props.onClose })}
    >
      <ul className="consequences">
        <li>{t("messages.ending.nothing")}</li>
        <li>{t("messages.ending.waiting")}</li>
        <li>{t("messages.ending.approvals")}</li>
      </ul>
      <ProblemLine error={change.error} />
    </ConfirmDialog>
  );
}
