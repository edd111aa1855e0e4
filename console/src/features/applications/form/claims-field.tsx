import { Checkbox } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../app/me.ts";
import { CodeBox } from "../../../design/index.ts";
import { CLAIMS, type Claim, previewOf } from "./claims.ts";

/** What the application is told of people, with a preview of the names it finds. */
export function ClaimsField(props: {
  readonly value?: readonly Claim[];
  readonly onChange?: (value: Claim[]) => void;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation("applications");
  const me = useMe();
  const id = useId();
  const value = props.value ?? [];
  const words = {
    department: t("claims.sample.department"),
    team: t("claims.sample.team"),
    group: t("claims.sample.group"),
  };
  const preview = JSON.stringify(previewOf(value, me, words), null, 2);
  return (
    <div className="claims">
      <div className="app-fieldset">
        <span className="app-label" id={`${id}-claims`}>
          {t("claims.title")}
        </span>
        <p className="app-help">{t("claims.always")}</p>
        <Checkbox.Group
          className="app-choices"
          aria-labelledby={`${id}-claims`}
          disabled={props.disabled ?? false}
          value={[...value]}
          onChange={(chosen) => props.onChange?.(chosen as Claim[])}
        >
          {CLAIMS.map((claim) => (
            <Checkbox key={claim} value={claim}>
              {t(`claims.${claim}.name`)} <span className="app-help">{t(`claims.${claim}.about`)}</span>
            </Checkbox>
          ))}
        </Checkbox.Group>
      </div>
      <div className="claims-preview">
        <h3 id={id}>{t("claims.preview")}</h3>
        <CodeBox text={preview} labelledBy={id} />
      </div>
    </div>
  );
}
