import type { WebhookView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import type { EventName } from "../events.ts";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { toBody } from "./webhook-fields.tsx";

/** Changes where a webhook is and what it is told of. */
export function EditWebhookDialog(props: { readonly webhook: WebhookView; readonly onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const { id, name, url, events } = props.webhook;
  const update = useCall(routes.updateWebhook, { refreshes: ["getWebhook", "listWebhooks"] });
  return (
    <WebhookDialog
      title={t("edit.title")}
      submit={t("edit.submit")}
      values={{ name, url, events: events as EventName[] }}
      busy={update.isPending}
      error={update.error}
      onSubmit={(typed, onError) =>
        update.mutate({ params: { id }, body: toBody(typed) }, { onSuccess: props.onClose, onError })
      }
      onClose={props.onClose}
    />
  );
}
