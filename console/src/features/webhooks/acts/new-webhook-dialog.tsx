import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { SecretScreen } from "./secret-screen.tsx";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { toBody } from "./webhook-fields.tsx";

/** Adds a webhook, shows its secret once, and goes to its page. */
export function NewWebhookDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const navigate = useNavigate();
  const create = useCall(routes.createWebhook, { refreshes: ["listWebhooks"] });
  if (create.data) {
    const { secret, webhook } = create.data;
    const follow = () => void navigate({ to: "/webhooks/$id", params: { id: webhook.id } } as never);
    return <SecretScreen title={t("new.made", { name: webhook.name })} secret={secret} onClose={follow} />;
  }
  return (
    <WebhookDialog
      title={t("new.title")}
      submit={t("new.submit")}
      values={{ name: "", url: "", events: [] }}
      busy={create.isPending}
      error={create.error}
      onSubmit={(typed, onError) => create.mutate({ body: toBody(typed) }, { onError })}
      onClose={onClose}
    />
  );
}
