import type { AccessReportView } from "@larkbridge/contract";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card, StatusPill, Time } from "../../../design/index.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";
import { SamplePeople } from "./sample-people.tsx";

/** Whom the app may see: everybody, a part, or nobody; with a look at a few records. */
export function ContactRangeCard(props: {
  readonly range: AccessReportView["contact_range"];
  readonly checkedAt: string;
}) {
  const { t } = useTranslation("integration");
  const [open, setOpen] = useState(false);
  const { range } = props;
  const tone = { all: "success", partial: "info", nobody: "danger", unknown: "warning" } as const;
  return (
    <Card
      title={t("range.title")}
      extra={<StatusPill tone={tone[range.mode]}>{t(`range.mode.${range.mode}`)}</StatusPill>}
    >
      <p className="setting-help">
        {range.people_hint === null
          ? null
          : t("range.people", { count: range.people_hint, shown: formatNumber(range.people_hint, currentLanguage()) })}
        {range.people_hint !== null && range.sample.length > 0 ? " · " : null}
        {range.sample.length > 0 ? `${t("range.sample", { names: range.sample.join(t("range.separator")) })}` : null}
      </p>
      <p className="setting-help">
        {t(`range.about.${range.mode}`)} {t("range.checked")} <Time at={props.checkedAt} />
      </p>
      {range.mode === "nobody" || range.mode === "unknown" ? null : (
        <Button size="small" onClick={() => setOpen(true)}>
          {t("range.seeSample")}
        </Button>
      )}
      <Modal
        open={open}
        title={t("range.sampleTitle")}
        footer={null}
        width={760}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <SamplePeople />
      </Modal>
    </Card>
  );
}
