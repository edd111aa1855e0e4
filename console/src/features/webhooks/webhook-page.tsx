import type { WebhookView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { codeText, queryOf, routes } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import {
  Card,
  CopyButton,
  Count,
  ErrorState,
  Facts,
  Mono,
  PageHeader,
  PageSkeleton,
  Time,
} from "../../design/index.ts";
import { WebhookActs } from "./acts/webhook-acts.tsx";
import { DeliveriesCard } from "./deliveries/deliveries-card.tsx";
import { WebhookPill } from "./webhook-pill.tsx";
import { byObject, eventKey } from "./webhook-state.ts";
import "./webhooks.css";

const REFRESH_MS = 5_000;

/** One webhook: where it is, what it wants, what it was told. */
export function WebhookPage() {
  const { t } = useTranslation("webhooks");
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const mayChange = useMe().role !== "auditor";
  const found = useQuery({ ...queryOf(routes.getWebhook, { params: { id } }), refetchInterval: REFRESH_MS });
  const webhook = found.data;
  if (webhook === undefined)
    return (
      <>
        <PageHeader title={t("webhook")} />
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <PageSkeleton />}
      </>
    );
  return (
    <>
      <PageHeader
        title={webhook.name}
        aside={<WebhookPill webhook={webhook} />}
        about={
          <>
            <Mono>{webhook.url}</Mono> <CopyButton text={webhook.url} what={t("form.url")} />
          </>
        }
        actions={mayChange ? <WebhookActs webhook={webhook} /> : null}
      />
      <div className="webhook-stack">
        <Trouble webhook={webhook} />
        <Card title={t("facts.title")}>
          <Facts
            items={[
              ...byObject(webhook.events).map(({ object, events }) => ({
                name: t(`object.${object}` as "object.user"),
                value: events
                  .map((event) => t(`event.${eventKey(event)}` as "event.user_created"))
                  .join(t("app:listSeparator")),
              })),
              { name: t("column.waiting"), value: <Count value={webhook.deliveries.waiting} /> },
              { name: t("column.failed"), value: <Count value={webhook.deliveries.failed} /> },
              ...(webhook.previous_secret_until === null
                ? []
                : [{ name: t("facts.previousSecret"), value: <Time at={webhook.previous_secret_until} /> }]),
              { name: t("facts.created"), value: <Time at={webhook.created_at} /> },
            ]}
          />
        </Card>
        <DeliveriesCard webhook={webhook} mayChange={mayChange} />
      </div>
    </>
  );
}

/** Why it was switched off by itself, or since when nothing arrives. */
function Trouble({ webhook }: { readonly webhook: WebhookView }) {
  const { t } = useTranslation("webhooks");
  const { disabled_reason: reason, failing_since: since, enabled } = webhook;
  if (!enabled && reason !== null) {
    const { title, cure } = codeText(t, reason.code);
    return <Alert type="error" showIcon title={`${t("trouble.off")} ${title}`} description={cure} />;
  }
  if (!enabled || since === null) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={
        <>
          {t("trouble.failing")} <Time at={since} />
        </>
      }
      description={t("trouble.failingAbout")}
    />
  );
}
