import type { MessageView } from "@larkbridge/contract";
import { App, Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { Facts, LinkButton, Mono, ProblemLine, ReasonText } from "../../../design/index.ts";

/** Sends whoever presses it a message now, and says whether it arrived or why not. */
export function SendTestButton() {
  const { t } = useTranslation("integration");
  const { message } = App.useApp();
  /** Shown when it did not arrive. */
  const [trouble, setTrouble] = useState<MessageView | null>(null);
  const test = useCall(routes.sendTestMessage, { refreshes: ["listMessages", "getMessageStatus"] });
  const send = () =>
    test.mutate(
      { body: {} },
      {
        onSuccess: (sent) => {
          if (sent.state === "sent") void message.success(t("messages.test.arrived"));
          else setTrouble(sent);
        },
      },
    );
  const close = () => {
    setTrouble(null);
    test.reset();
  };
  return (
    <>
      <Button loading={test.isPending} onClick={send}>
        {t("messages.test.send")}
      </Button>
      <Modal
        open={trouble !== null || test.isError}
        title={t(isOpen(trouble) ? "messages.test.waits" : "messages.test.failed")}
        onCancel={close}
        footer={
          <>
            <LinkButton to="/notifications">{t("messages.log")}</LinkButton>
            <Button type="primary" onClick={close}>
              {t("messages.test.close")}
            </Button>
          </>
        }
      >
        <ProblemLine error={test.error} />
        {trouble?.reason ? <ReasonText code={trouble.reason.code} values={trouble.reason.values} /> : null}
        {trouble && trouble.reason === null ? <p>{t("messages.test.waitsAbout")}</p> : null}
        {trouble && trouble.feishu_code !== null ? (
          <Facts
            items={[
              { name: t("messages.test.code"), value: <Mono>{trouble.feishu_code}</Mono> },
              ...(trouble.feishu_log_id === null
                ? []
                : [{ name: t("messages.test.log"), value: <Mono>{trouble.feishu_log_id}</Mono> }]),
            ]}
          />
        ) : null}
      </Modal>
    </>
  );
}

/** Whether it is still on its way. */
function isOpen(message: MessageView | null): boolean {
  return message?.state === "queued" || message?.state === "sending";
}
