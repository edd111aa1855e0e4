import type { NotificationView } from "@larkbridge/contract";
import { Link } from "@tanstack/react-router";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { routes } from "../../../api/index.ts";
import { useSearchState } from "../../../app/search.ts";
import { Card, Count, CursorTable, type DataColumn, EmptyState, PageHeader, Time } from "../../../design/index.ts";
import { WriteButton } from "../compose/write-button.tsx";
import { NotificationsNav } from "../notifications-nav.tsx";
import { SendingState } from "../sending-state.tsx";
import { useMaySend } from "../use-may-send.ts";
import { templateName } from "../what-it-tells.ts";
import { BatchPill } from "./batch-pill.tsx";
import { RecipientsText } from "./recipients-text.tsx";

const REFRESH_MS = 5_000;
const STATES = ["sending", "finished"] as const;
const filters = z.object({ state: z.catch(z.optional(z.enum(STATES)), undefined) });

/** What was sent to many at once, by people here and by other systems. */
export function BatchesPage() {
  const { t } = useTranslation("notifications");
  const [{ state }, change] = useSearchState(filters);
  const maySend = useMaySend();
  const columns: readonly DataColumn<NotificationView>[] = [
    {
      title: t("column.what"),
      key: "what",
      render: (_, { id, template, sender }) => (
        <>
          <Link to={"/notifications/batches/$id" as "/"} params={{ id } as never}>
            {template === null ? t("ownText") : templateName(t, template)}
          </Link>
          <div className="message-quiet">{sender.name}</div>
        </>
      ),
    },
    {
      title: t("column.recipients"),
      key: "recipients",
      render: (_, { recipients }) => <RecipientsText recipients={recipients} />,
    },
    {
      title: t("column.state"),
      key: "state",
      render: (_, { state: is, counts }) => <BatchPill state={is} counts={counts} />,
    },
    { title: t("state.sent"), key: "sent", align: "right", render: (_, { counts }) => <Count value={counts.sent} /> },
    {
      title: t("column.messages"),
      key: "messages",
      align: "right",
      render: (_, { messages }) => <Count value={messages} />,
    },
    { title: t("column.when"), key: "when", render: (_, { created_at: at }) => <Time at={at} /> },
  ];
  return (
    <>
      <PageHeader title={t("nav.batches")} about={t("batch.about")} actions={<WriteButton />} />
      <NotificationsNav />
      <SendingState />
      <Card flush>
        <CursorTable<NotificationView, never>
          route={routes.listNotifications as never}
          query={{ state }}
          label={t("nav.batches")}
          columns={columns}
          rowKey={({ id }) => id}
          refreshMs={REFRESH_MS}
          filters={
            <Select
              allowClear
              style={{ width: 150 }}
              aria-label={t("filter.state")}
              placeholder={t("filter.state")}
              value={state}
              options={STATES.map((value) => ({ value, label: t(`batch.state.${value}`) }))}
              onChange={(value) => change({ state: value })}
            />
          }
          onClear={state === undefined ? undefined : () => change({ state: undefined })}
          empty={<EmptyState title={t("batch.empty")} about={t(maySend ? "batch.emptyAbout" : "empty.ask")} />}
        />
      </Card>
    </>
  );
}
