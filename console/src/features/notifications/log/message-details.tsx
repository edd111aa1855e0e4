import type { MessageView } from "@larkbridge/contract";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CopyButton, Facts, Mono, ReasonText, Time } from "../../../design/index.ts";

/** What is known of a message: why it did not arrive, what Feishu's support asks for, when it is tried next. */
export function MessageDetails({ message }: { readonly message: MessageView }) {
  const { t } = useTranslation("notifications");
  const { reason, feishu_code: code, feishu_log_id: log } = message;
  const copied = (name: string, text: string) => ({
    name,
    value: (
      <>
        <Mono>{text}</Mono> <CopyButton text={text} what={name} />
      </>
    ),
  });
  return (
    <div className="message-stack">
      {reason !== null && message.state !== "sent" ? <ReasonText code={reason.code} values={reason.values} /> : null}
      <Facts
        items={[
          { name: t("details.created"), value: <Time at={message.created_at} /> },
          ...(message.sent_at === null ? [] : [{ name: t("details.sent"), value: <Time at={message.sent_at} /> }]),
          ...(message.due_at === null ? [] : [{ name: t("details.due"), value: <Time at={message.due_at} /> }]),
          ...(code === null ? [] : [{ name: t("details.code"), value: <Mono>{code}</Mono> }]),
          ...(log === null ? [] : [copied(t("details.log"), log)]),
          copied(t("details.id"), message.id),
          ...(message.notification_id === null
            ? []
            : [
                {
                  name: t("details.batch"),
                  value: (
                    <Link to={"/notifications/batches/$id" as "/"} params={{ id: message.notification_id } as never}>
                      {t("details.openBatch")}
                    </Link>
                  ),
                },
              ]),
        ]}
      />
    </div>
  );
}
