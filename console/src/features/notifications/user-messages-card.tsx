import type { MessageView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import { Card, DataTable, ErrorState, LinkButton, PageSkeleton } from "../../design/index.ts";
import { useMessageColumns } from "./log/message-columns.tsx";
import { MessageDetails } from "./log/message-details.tsx";
import "./notifications.css";

const SHOWN = 5;

/** The last messages to a person, with the way to all of them. */
export function UserMessagesCard({ id, maySend }: { readonly id: string; readonly maySend: boolean }) {
  const { t } = useTranslation(["notifications", "message-problems"]);
  const list = useQuery(queryOf(routes.listMessages, { query: { user: id, limit: SHOWN } }));
  const columns = useMessageColumns({ recipient: false, what: true, act: maySend });
  if (list.data === undefined)
    return (
      <Card title={t("person.title")}>
        {list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <PageSkeleton rows={2} />
        )}
      </Card>
    );
  const { items } = list.data;
  if (items.length === 0)
    return (
      <Card title={t("person.title")}>
        <p>{t("person.none")}</p>
      </Card>
    );
  return (
    <Card
      flush
      title={t("person.title")}
      extra={
        <LinkButton size="small" to="/notifications" search={{ user: id }}>
          {t("person.all")}
        </LinkButton>
      }
    >
      <section className="list-scroll" aria-label={t("person.title")}>
        <DataTable<MessageView>
          label={t("person.title")}
          columns={columns}
          rows={items}
          rowKey={(message) => message.id}
          expanded={(message) => <MessageDetails message={message} />}
        />
      </section>
    </Card>
  );
}
