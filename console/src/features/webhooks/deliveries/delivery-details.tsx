import type { WebhookDeliveryView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { CodeBox, CopyButton, Facts, Mono, ReasonText, Time } from "../../../design/index.ts";

/** What came of a delivery: why it did not arrive, what the receiver answered, its id. */
export function DeliveryDetails({ delivery }: { readonly delivery: WebhookDeliveryView }) {
  const { t } = useTranslation("webhooks");
  const { id, last_failure: failure, last_status: status, last_response: response } = delivery;
  const answerId = `answer-${id}`;
  return (
    <div className="webhook-stack">
      {failure !== null && delivery.state !== "delivered" ? (
        <ReasonText code={failure.code} values={failure.values} />
      ) : null}
      <Facts
        items={[
          {
            name: "webhook-id",
            value: (
              <>
                <Mono>{id}</Mono> <CopyButton text={id} what="webhook-id" />
              </>
            ),
          },
          ...(status === null ? [] : [{ name: t("delivery.status"), value: <Mono>{status}</Mono> }]),
          ...(delivery.last_attempt_at === null
            ? []
            : [{ name: t("delivery.last"), value: <Time at={delivery.last_attempt_at} /> }]),
          ...(delivery.next_attempt_at === null
            ? []
            : [{ name: t("delivery.next"), value: <Time at={delivery.next_attempt_at} /> }]),
        ]}
      />
      {response ? (
        <div>
          <p id={answerId} className="webhook-label">
            {t("delivery.answer")}
          </p>
          <CodeBox text={response} labelledBy={answerId} />
        </div>
      ) : null}
    </div>
  );
}
