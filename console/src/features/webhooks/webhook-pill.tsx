import type { WebhookView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { StatusPill } from "../../design/index.ts";
import { stateOf, TONE_OF } from "./webhook-state.ts";

/** How a webhook stands. */
export function WebhookPill({ webhook }: { readonly webhook: WebhookView }) {
  const { t } = useTranslation("webhooks");
  const state = stateOf(webhook);
  return <StatusPill tone={TONE_OF[state]}>{t(`state.${state}`)}</StatusPill>;
}
