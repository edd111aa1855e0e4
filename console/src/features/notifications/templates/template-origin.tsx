import type { MessageTemplateView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { StatusPill } from "../../../design/index.ts";

/** Whether a template is ours, ours and changed, or an operator's. */
export function TemplateOrigin({ template }: { readonly template: MessageTemplateView }) {
  const { t } = useTranslation("notifications");
  if (!template.built_in) return <StatusPill tone="info">{t("template.origin.own")}</StatusPill>;
  return template.changed ? (
    <StatusPill tone="warning">{t("template.origin.changed")}</StatusPill>
  ) : (
    <StatusPill tone="neutral">{t("template.origin.builtIn")}</StatusPill>
  );
}
