import type { MessageView } from "@larkbridge/contract";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog, ProblemLine } from "../../../design/index.ts";
import { canSendAgain } from "../message-state.ts";

const REFRESHES = ["listMessages", "listNotificationMessages", "getNotification", "getMessageStatus"] as const;

/** Queues a message again that did not arrive. One that may have arrived is asked about first. */
export function SendAgainButton({ message }: { readonly message: MessageView }) {
  const { t } = useTranslation("notifications");
  const { message: toast } = App.useApp();
  const [asking, setAsking] = useState(false);
  const again = useCall(routes.sendMessageAgain, { refreshes: REFRESHES });
  if (!canSendAgain(message.state)) return null;
  const send = () =>
    again.mutate(
      { params: { id: message.id } },
      {
        onSuccess: () => {
          void toast.success(t("again.queued"));
          setAsking(false);
        },
        onError: (error) => {
          if (!asking) void toast.error(problemText(t, error).title);
        },
      },
    );
  const isUnknown = message.state === "unknown";
  return (
    <>
      <Button size="small" loading={again.isPending} onClick={isUnknown ? () => setAsking(true) : send}>
        {t("again.act")}
        <span className="visually-hidden"> · {message.user.name}</span>
      </Button>
      <ConfirmDialog
        open={asking}
        title={t("again.ask", { name: message.user.name })}
        confirm={t("again.act")}
        busy={again.isPending}
        onCancel={() => setAsking(false)}
        onConfirm={send}
      >
        <p>{t("again.mayDouble")}</p>
        <ProblemLine error={again.error} />
      </ConfirmDialog>
    </>
  );
}
