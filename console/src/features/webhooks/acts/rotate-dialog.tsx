import type { WebhookView } from "@larkbridge/contract";
import { Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { ConfirmDialog, ProblemLine } from "../../../design/index.ts";
import { SecretScreen } from "./secret-screen.tsx";

const HOURS_OF = { none: 0, hour: 1, day: 24, week: 168 } as const;
type Overlap = keyof typeof HOURS_OF;
const OVERLAPS = Object.keys(HOURS_OF) as Overlap[];

/** Gives a webhook another secret; for a while both sign, so that the receiver can be changed without a gap. */
export function RotateDialog(props: { readonly webhook: WebhookView; readonly onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const { id, name } = props.webhook;
  const [overlap, setOverlap] = useState<Overlap>("day");
  const fieldId = useId();
  const rotate = useCall(routes.rotateWebhookSecret, { refreshes: ["getWebhook"] });
  if (rotate.data)
    return <SecretScreen title={t("rotate.made", { name })} secret={rotate.data.secret} onClose={props.onClose} />;
  return (
    <ConfirmDialog
      open
      title={t("rotate.ask", { name })}
      confirm={t("rotate.submit")}
      busy={rotate.isPending}
      onCancel={props.onClose}
      onConfirm={() => rotate.mutate({ params: { id }, body: { overlap_hours: HOURS_OF[overlap] } })}
    >
      <p>{t("rotate.about")}</p>
      <label className="webhook-label" htmlFor={fieldId}>
        {t("rotate.overlap")}
      </label>
      <Select
        id={fieldId}
        className="webhook-select"
        value={overlap}
        options={OVERLAPS.map((value) => ({ value, label: t(`rotate.hours.${value}`) }))}
        onChange={setOverlap}
      />
      <ProblemLine error={rotate.error} />
    </ConfirmDialog>
  );
}
