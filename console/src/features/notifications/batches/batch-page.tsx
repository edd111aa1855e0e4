import type { MessageView, NotificationView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { queryOf, routes } from "../../../api/index.ts";
import { useSearchState } from "../../../app/search.ts";
import {
  Card,
  CursorTable,
  EmptyState,
  ErrorState,
  Facts,
  Mono,
  PageHeader,
  PageSkeleton,
  Time,
} from "../../../design/index.ts";
import { Tiles } from "../../sync/index.ts";
import { useMessageColumns } from "../log/message-columns.tsx";
import { MessageDetails } from "../log/message-details.tsx";
import { MESSAGE_STATES } from "../message-state.ts";
import "../notifications.css";
import { SendingState } from "../sending-state.tsx";
import { useMaySend } from "../use-may-send.ts";
import { templateName } from "../what-it-tells.ts";
import { BatchPill } from "./batch-pill.tsx";
import { RecipientsText } from "./recipients-text.tsx";

const REFRESH_MS = 3_000;
const search = z.object({ state: z.catch(z.optional(z.enum(MESSAGE_STATES)), undefined) });

/** One notification: whom it was for, how far it came, and every message. */
export function BatchPage() {
  const { t } = useTranslation("notifications");
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const found = useQuery({
    ...queryOf(routes.getNotification, { params: { id } }),
    refetchInterval: ({ state }) => (state.data?.state === "finished" ? false : REFRESH_MS),
  });
  const batch = found.data;
  if (batch === undefined)
    return (
      <>
        <PageHeader title={t("batch.title")} />
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <PageSkeleton />}
      </>
    );
  return (
    <>
      <PageHeader
        title={batch.template === null ? t("ownText") : templateName(t, batch.template)}
        aside={<BatchPill state={batch.state} counts={batch.counts} />}
        about={
          <>
            {batch.sender.name} · <Time at={batch.created_at} />
          </>
        }
      />
      <SendingState />
      <div className="message-stack">
        <BatchFacts batch={batch} />
        <BatchMessages batch={batch} />
      </div>
    </>
  );
}

function BatchFacts({ batch }: { readonly batch: NotificationView }) {
  const { t } = useTranslation("notifications");
  return (
    <Card title={t("batch.facts")}>
      <Facts
        items={[
          { name: t("column.recipients"), value: <RecipientsText recipients={batch.recipients} /> },
          {
            name: t("batch.finished"),
            value: batch.finished_at === null ? t("batch.notYet") : <Time at={batch.finished_at} />,
          },
          { name: t("details.id"), value: <Mono>{batch.id}</Mono> },
          ...(batch.idempotency_key === null
            ? []
            : [{ name: t("batch.key"), value: <Mono>{batch.idempotency_key}</Mono> }]),
        ]}
      />
    </Card>
  );
}

function BatchMessages({ batch }: { readonly batch: NotificationView }) {
  const { t } = useTranslation("notifications");
  const [{ state }, change] = useSearchState(search);
  const columns = useMessageColumns({ recipient: true, what: false, act: useMaySend() });
  // Those that are nowhere to be found say nothing.
  const shown = MESSAGE_STATES.filter((one) => one === "sent" || one === state || batch.counts[one] > 0);
  return (
    <>
      <div className="message-tiles">
        <Tiles
          label={t("batch.tiles")}
          tiles={shown.map((key) => ({ key, word: t(`state.${key}`), count: batch.counts[key] }))}
          chosen={state}
          onChoose={(chosen) => change({ state: chosen })}
        />
      </div>
      <Card flush title={t("nav.log")}>
        <CursorTable<MessageView, never>
          route={routes.listNotificationMessages as never}
          params={{ id: batch.id } as never}
          query={{ state }}
          label={t("nav.log")}
          columns={columns}
          rowKey={({ id }) => id}
          refreshMs={batch.state === "finished" ? 30_000 : REFRESH_MS}
          expandable={{ expandedRowRender: (message) => <MessageDetails message={message} /> }}
          onClear={state === undefined ? undefined : () => change({ state: undefined })}
          empty={<EmptyState title={t("empty.title")} />}
        />
      </Card>
    </>
  );
}
