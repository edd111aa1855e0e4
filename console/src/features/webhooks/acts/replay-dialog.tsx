import type { WebhookView } from "@larkbridge/contract";
import { App, Radio, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog, ProblemLine } from "../../../design/index.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";
import { PERIODS, type Period, replayOf, type Which } from "./replay.ts";

/** Sends again what was given up, or everything of a time. */
export function ReplayDialog(props: { readonly webhook: WebhookView; readonly onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const { message } = App.useApp();
  const { id, name } = props.webhook;
  const [which, setWhich] = useState<Which>("failed");
  const [period, setPeriod] = useState<Period>("all");
  const labelId = useId();
  const fieldId = useId();
  const replay = useCall(routes.replayWebhook, { refreshes: ["getWebhook", "listWebhooks", "listWebhookDeliveries"] });
  const told = ({ deliveries: count }: { readonly deliveries: number }) => {
    void message.success(t("replay.done", { count, shown: formatNumber(count, currentLanguage()) }));
    props.onClose();
  };
  return (
    <ConfirmDialog
      open
      title={t("replay.ask", { name })}
      confirm={t("replay.submit")}
      busy={replay.isPending}
      onCancel={props.onClose}
      onConfirm={() =>
        replay.mutate({ params: { id }, body: replayOf(which, period, new Date()) }, { onSuccess: told })
      }
    >
      <p id={labelId}>{t("replay.about")}</p>
      <Radio.Group
        aria-labelledby={labelId}
        className="webhook-choices"
        value={which}
        onChange={(event) => setWhich(event.target.value as Which)}
        options={(["failed", "every"] as const).map((value) => ({ value, label: t(`replay.which.${value}`) }))}
      />
      <label className="webhook-label" htmlFor={fieldId}>
        {t("replay.period")}
      </label>
      <Select
        id={fieldId}
        className="webhook-select"
        value={period}
        options={PERIODS.map((value) => ({ value, label: t(`replay.since.${value}`) }))}
        onChange={setPeriod}
      />
      <ProblemLine error={replay.error} />
    </ConfirmDialog>
  );
}
