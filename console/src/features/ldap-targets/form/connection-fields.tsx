import { Input, InputNumber, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { ChoiceField, Field } from "../../integration/index.ts";
import { type MissingField, type TargetValues, TLS_MODES, withTls } from "./target-values.ts";

/** How the server is reached, and as whom. */
export function ConnectionFields(props: {
  readonly values: TargetValues;
  readonly isNew: boolean;
  readonly missing: readonly MissingField[];
  readonly onChange: (values: TargetValues) => void;
}) {
  const { values, isNew, missing, onChange } = props;
  const { t } = useTranslation("ldap-targets");
  const fault = (field: MissingField) => (missing.includes(field) ? t("form.needed") : undefined);
  const text = (field: "name" | "host" | "bindDn" | "baseDn", help?: string) => (
    <Field label={t(`form.${field}`)} help={help} problem={fault(field)}>
      {({ id, describedBy }) => (
        <Input
          id={id}
          aria-describedby={describedBy}
          autoComplete="off"
          spellCheck={false}
          {...(missing.includes(field) ? { status: "error" as const } : {})}
          value={values[field]}
          onChange={(event) => onChange({ ...values, [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="settings">
      {text("name", t("form.nameHelp"))}
      {text("host", t("form.hostHelp"))}
      <ChoiceField label={t("form.tls")} help={values.tls === "none" ? t("form.noTls") : undefined}>
        {(labelId) => (
          <Radio.Group
            aria-labelledby={labelId}
            value={values.tls}
            onChange={(event) => onChange(withTls(values, event.target.value))}
            options={TLS_MODES.map((mode) => ({ value: mode, label: t(`tls.${mode}`) }))}
          />
        )}
      </ChoiceField>
      <Field label={t("form.port")} problem={fault("port")}>
        {({ id, describedBy }) => (
          <InputNumber
            id={id}
            aria-describedby={describedBy}
            min={1}
            max={65_535}
            precision={0}
            value={values.port}
            onChange={(port) => onChange({ ...values, port })}
          />
        )}
      </Field>
      {values.tls === "none" ? null : (
        <>
          <Field label={t("form.ca")} help={t("form.caHelp")}>
            {({ id, describedBy }) => (
              <Input.TextArea
                id={id}
                aria-describedby={describedBy}
                className="mono"
                rows={3}
                spellCheck={false}
                placeholder="-----BEGIN CERTIFICATE-----"
                value={values.ca}
                onChange={(event) => onChange({ ...values, ca: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("form.fingerprint")} help={t("form.fingerprintHelp")}>
            {({ id, describedBy }) => (
              <Input
                id={id}
                aria-describedby={describedBy}
                className="mono"
                autoComplete="off"
                spellCheck={false}
                value={values.fingerprint}
                onChange={(event) => onChange({ ...values, fingerprint: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
      {text("bindDn", t("form.bindDnHelp"))}
      <Field
        label={t("form.bindPassword")}
        help={isNew ? t("form.passwordHelp") : t("form.passwordKept")}
        problem={fault("bindPassword")}
      >
        {({ id, describedBy }) => (
          <Input.Password
            id={id}
            aria-describedby={describedBy}
            autoComplete="new-password"
            value={values.bindPassword}
            onChange={(event) => onChange({ ...values, bindPassword: event.target.value })}
          />
        )}
      </Field>
      {text("baseDn", t("form.baseDnHelp"))}
    </div>
  );
}
