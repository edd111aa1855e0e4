import type { MessageView } from "@larkbridge/contract";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { codeText } from "../../../api/index.ts";
import { type DataColumn, Time } from "../../../design/index.ts";
import { MessagePill } from "../message-pill.tsx";
import { isNotice, whatOf } from "../what-it-tells.ts";
import { SendAgainButton } from "./send-again-button.tsx";

/**
 * What a list of messages shows: `recipient` false where all are one person's, `what` false where all tell the same, `act`
 * for who may send again.
 */
export function useMessageColumns(shows: {
  readonly recipient: boolean;
  readonly what: boolean;
  readonly act: boolean;
}): readonly DataColumn<MessageView>[] {
  const { t } = useTranslation("notifications");
  const person: DataColumn<MessageView> = {
    title: t("column.person"),
    key: "person",
    render: (_, { user }) => (
      <div className="message-person">
        <Link to="/users/$id" params={{ id: user.id } as never} title={user.name}>
          {user.name}
        </Link>
        <span>{user.username}</span>
      </div>
    ),
  };
  const what: DataColumn<MessageView> = {
    title: t("column.what"),
    key: "what",
    render: (_, { template, sender }) => (
      <>
        {whatOf(t, { template, sender })}
        <div className="message-quiet">{isNotice(sender) ? t("bySystem") : sender}</div>
      </>
    ),
  };
  const act: DataColumn<MessageView> = {
    title: <span className="visually-hidden">{t("column.act")}</span>,
    key: "act",
    render: (_, message) => <SendAgainButton message={message} />,
  };
  return [
    ...(shows.recipient ? [person] : []),
    ...(shows.what ? [what] : []),
    {
      title: t("column.state"),
      key: "state",
      render: (_, { state, reason }) => (
        <>
          <MessagePill state={state} />
          {reason !== null && state !== "sent" ? (
            <div className="message-quiet">{codeText(t, reason.code).title}</div>
          ) : null}
        </>
      ),
    },
    {
      title: t("column.when"),
      key: "when",
      render: (_, { created_at: at, sent_at: sent }) => <Time at={sent ?? at} />,
    },
    { title: t("column.attempts"), key: "attempts", align: "right", dataIndex: "attempts" },
    ...(shows.act ? [act] : []),
  ];
}
