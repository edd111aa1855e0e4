import type { FeishuIntegrationView } from "@larkbridge/contract";
import { Alert, Modal, Radio } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { ProblemLine } from "../../../design/index.ts";
import { defaultMethod, MESSAGE_REFRESHES, METHODS, type MessageMethod } from "./message-method.ts";

/** Switches messages on, or changes how they find people (S13). */
export function MessagesDialog(props: {
  readonly services: FeishuIntegrationView["services"];
  readonly onClose: () => void;
}) {
  const { services, onClose } = props;
  const { t } = useTranslation("integration");
  const { enabled, method: stored } = services.message_notifications;
  const linksCount = services.user_sync.enabled || services.single_sign_on.enabled;
  const [method, setMethod] = useState<MessageMethod>(enabled ? stored : defaultMethod(stored, linksCount));
  const change = useCall(routes.changeMessageNotifications, { refreshes: MESSAGE_REFRESHES });
  const labelId = useId();
  return (
    <Modal
      open
      title={t(enabled ? "messages.settings" : "messages.onAsk")}
      okText={t(enabled ? "setup.save" : "messages.enable")}
      cancelText={t("design:cancel")}
      confirmLoading={change.isPending}
      onOk={() => change.mutate({ body: { enabled: true, method } }, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <p id={labelId}>{t("messages.methodAsk")}</p>
      <Radio.Group
        aria-labelledby={labelId}
        className="mode-choices"
        value={method}
        onChange={(event) => setMethod(event.target.value as MessageMethod)}
      >
        {METHODS.map((value) => (
          <Radio key={value} value={value} disabled={value === "account_binding" && !linksCount}>
            {t(`messages.methods.${value}`)} <span className="setting-help">{t(`messages.methodAbout.${value}`)}</span>
          </Radio>
        ))}
      </Radio.Group>
      {linksCount ? null : <Alert type="info" showIcon className="page-note" title={t("messages.linksNeed")} />}
      <ol className="guide">
        <li>{t("messages.guide.bot")}</li>
        <li>{t("messages.guide.permission")}</li>
      </ol>
      <ProblemLine error={change.error} />
    </Modal>
  );
}
