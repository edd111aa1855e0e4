import { Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { ApplicationKind } from "../form/redirect-url.ts";

const KINDS: readonly ApplicationKind[] = ["web", "public", "device"];

/** What kind of application it is; the kind is for good. */
export function KindField(props: {
  readonly value?: ApplicationKind;
  readonly onChange?: (kind: ApplicationKind) => void;
}) {
  const { t } = useTranslation("applications");
  return (
    <Radio.Group
      className="app-kinds"
      aria-label={t("step.kind")}
      value={props.value}
      onChange={(event) => props.onChange?.(event.target.value as ApplicationKind)}
    >
      {KINDS.map((kind) => (
        <Radio key={kind} value={kind} className="app-kind">
          <strong>{t(`kind.${kind}.name`)}</strong>
          <span className="app-help">{t(`kind.${kind}.about`)}</span>
        </Radio>
      ))}
    </Radio.Group>
  );
}
