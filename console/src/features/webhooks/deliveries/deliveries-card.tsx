import type { WebhookDeliveryView, WebhookView } from "@larkbridge/contract";
import { App, Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { problemText, routes, useCall } from "../../../api/index.ts";
import { useSearchState } from "../../../app/search.ts";
import {
  Card,
  CursorTable,
  type DataColumn,
  EmptyState,
  Mono,
  StatusPill,
  Time,
  type Tone,
} from "../../../design/index.ts";
import { EVENTS, TRIAL } from "../events.ts";
import { eventKey } from "../webhook-state.ts";
import { DeliveryDetails } from "./delivery-details.tsx";

const STATES = ["waiting", "delivered", "failed"] as const;
const TONES: Readonly<Record<(typeof STATES)[number], Tone>> = {
  waiting: "info",
  delivered: "success",
  failed: "danger",
};
const KINDS = [...EVENTS, TRIAL] as const;
const REFRESH_MS = 5_000;

const filters = z.object({
  state: z.catch(z.optional(z.enum(STATES)), undefined),
  event: z.catch(z.optional(z.enum(KINDS)), undefined),
});

/** What a webhook was told, newest first. */
export function DeliveriesCard(props: { readonly webhook: WebhookView; readonly mayChange: boolean }) {
  const { webhook, mayChange } = props;
  const { t } = useTranslation("webhooks");
  const { message } = App.useApp();
  const [{ state, event }, change] = useSearchState(filters);
  const replay = useCall(routes.replayWebhook, { refreshes: ["listWebhookDeliveries", "getWebhook"] });
  const again = (delivery: string) =>
    replay.mutate(
      { params: { id: webhook.id }, body: { delivery } },
      {
        onSuccess: () => void message.success(t("delivery.queued")),
        onError: (error) => void message.error(problemText(t, error).title),
      },
    );
  const eventName = (name: string) => t(`event.${eventKey(name)}`, { defaultValue: name });
  const columns: readonly DataColumn<WebhookDeliveryView>[] = [
    { title: t("delivery.occurred"), key: "occurred", render: (_, { occurred_at: at }) => <Time at={at} /> },
    {
      title: t("delivery.event"),
      key: "event",
      render: (_, delivery) => (
        <>
          {eventName(delivery.event)}
          {delivery.object === null ? null : (
            <div className="webhook-quiet">
              <Mono>{delivery.object}</Mono>
            </div>
          )}
        </>
      ),
    },
    {
      title: t("delivery.state"),
      key: "state",
      render: (_, delivery) => (
        <StatusPill tone={TONES[delivery.state]}>
          {t(delivery.state === "waiting" && delivery.attempts > 0 ? "state.retrying" : `state.${delivery.state}`)}
        </StatusPill>
      ),
    },
    { title: t("delivery.attempts"), key: "attempts", align: "right", dataIndex: "attempts" },
    {
      title: t("delivery.status"),
      key: "status",
      render: (_, delivery) => (delivery.last_status === null ? "—" : <Mono>{delivery.last_status}</Mono>),
    },
    ...(mayChange
      ? [
          {
            title: <span className="visually-hidden">{t("delivery.act")}</span>,
            key: "act",
            render: (_: unknown, delivery: WebhookDeliveryView) =>
              delivery.event === TRIAL || delivery.state === "waiting" ? null : (
                <Button size="small" disabled={!webhook.enabled} onClick={() => again(delivery.id)}>
                  {t("delivery.again")}
                  <span className="visually-hidden"> · {eventName(delivery.event)}</span>
                </Button>
              ),
          },
        ]
      : []),
  ];
  const isFiltered = state !== undefined || event !== undefined;
  return (
    <Card flush title={t("delivery.title")}>
      <CursorTable<WebhookDeliveryView, never>
        route={routes.listWebhookDeliveries as never}
        params={{ id: webhook.id } as never}
        query={{ state, event }}
        label={t("delivery.title")}
        columns={columns}
        rowKey={({ id }) => id}
        refreshMs={REFRESH_MS}
        expandable={{ expandedRowRender: (delivery) => <DeliveryDetails delivery={delivery} /> }}
        filters={
          <>
            <Select
              allowClear
              style={{ minWidth: 150 }}
              aria-label={t("delivery.state")}
              placeholder={t("delivery.state")}
              value={state}
              options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
              onChange={(value) => change({ state: value })}
            />
            <Select
              allowClear
              style={{ minWidth: 210 }}
              aria-label={t("delivery.event")}
              placeholder={t("delivery.event")}
              value={event}
              options={KINDS.map((value) => ({ value, label: eventName(value) }))}
              onChange={(value) => change({ event: value })}
            />
          </>
        }
        onClear={isFiltered ? () => change({ state: undefined, event: undefined }) : undefined}
        empty={<EmptyState title={t("delivery.empty")} about={t("delivery.emptyAbout")} />}
      />
    </Card>
  );
}
