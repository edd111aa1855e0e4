import type { WebhookView } from "@larkbridge/contract";
import { Button, Modal } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { ErrorState, PageSkeleton, StatusPill } from "../../../design/index.ts";
import { DeliveryDetails } from "../deliveries/delivery-details.tsx";

/** Sends a trial and shows what the receiver answered. */
export function TrialDialog(props: { readonly webhook: WebhookView; readonly onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const { id, name } = props.webhook;
  const trial = useCall(routes.testWebhook, { refreshes: ["listWebhookDeliveries", "getWebhook"] });
  const { mutate, data } = trial;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    mutate({ params: { id } });
  }, [id, mutate]);
  return (
    <Modal
      open
      title={t("trial.title", { name })}
      onCancel={props.onClose}
      footer={
        <>
          <Button disabled={trial.isPending} onClick={() => mutate({ params: { id } })}>
            {t("trial.again")}
          </Button>
          <Button type="primary" onClick={props.onClose}>
            {t("trial.close")}
          </Button>
        </>
      }
    >
      {trial.isPending ? <PageSkeleton rows={3} /> : null}
      {trial.error ? <ErrorState error={trial.error} /> : null}
      {data && !trial.isPending ? (
        <div className="webhook-stack">
          <div>
            <StatusPill tone={data.state === "delivered" ? "success" : "danger"}>
              {t(data.state === "delivered" ? "trial.arrived" : "trial.failed")}
            </StatusPill>
          </div>
          <DeliveryDetails delivery={data} />
        </div>
      ) : null}
    </Modal>
  );
}
