import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { Mono } from "../../../design/index.ts";
import { Field } from "../../integration/index.ts";

/** Values for the places of a template. `missing`: names that are to be filled in, said beside them. */
export function ValueFields(props: {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly missing?: readonly string[];
  readonly onChange: (values: Record<string, string>) => void;
}) {
  const { t } = useTranslation("notifications");
  return (
    <div className="settings template-texts">
      {props.names.map((name) => (
        <Field key={name} label={name} problem={props.missing?.includes(name) ? t("compose.valueMissing") : undefined}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              maxLength={4000}
              value={props.values[name] ?? ""}
              onChange={(event) => props.onChange({ ...props.values, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

/** The places every template has, to be copied into a text. */
export function KnownPlaces() {
  const { t } = useTranslation("notifications");
  return (
    <p className="message-quiet">
      {t("template.places")} <Mono>{"{{recipient_name}}"}</Mono> <Mono>{"{{recipient_username}}"}</Mono>
    </p>
  );
}
