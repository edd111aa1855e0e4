import { Alert, Radio } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { AccessEntries } from "./access-entries.tsx";
import { type AccessValue, admitsNobody } from "./access-value.ts";
import { AddEntry } from "./add-entry.tsx";

/** Chooses who may use an application: everyone, or departments, groups and people by name. */
export function AccessEditor(props: {
  readonly value?: AccessValue;
  readonly onChange?: (value: AccessValue) => void;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation("applications");
  const id = useId();
  const { value, disabled = false } = props;
  if (value === undefined) return null;
  const change = (patch: Partial<AccessValue>) => props.onChange?.({ ...value, ...patch });
  return (
    <div className="app-stack">
      <span id={id} className="visually-hidden">
        {t("access.title")}
      </span>
      <Radio.Group
        aria-labelledby={id}
        className="app-choices"
        disabled={disabled}
        value={value.everyone}
        onChange={(event) => change({ everyone: event.target.value as boolean })}
      >
        <Radio value={true}>
          {t("access.everyone")} <span className="app-help">{t("access.everyoneAbout")}</span>
        </Radio>
        <Radio value={false}>
          {t("access.chosen")} <span className="app-help">{t("access.chosenAbout")}</span>
        </Radio>
      </Radio.Group>
      {value.everyone ? null : (
        <>
          {disabled ? null : <AddEntry value={value} onAdd={change} />}
          {admitsNobody(value) ? (
            <Alert type="warning" showIcon title={t("access.nobody")} />
          ) : (
            <AccessEntries value={value} disabled={disabled} onChange={change} />
          )}
        </>
      )}
    </div>
  );
}
