import { useQuery } from "@tanstack/react-query";
import { Alert, Form, Input, Radio, Select } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { Mono } from "../../../design/index.ts";
import { AccessEntries, type AccessValue, AddEntry } from "../../applications/index.ts";
import { type AccountValues, type Place, type problemIn, seesNobody } from "./account-values.ts";

const PLACES = ["all", "people", "groups", "typed"] as const satisfies readonly Place[];

/** The fields of a service account: its name, whom it is shown, where, and which attributes. */
export function AccountFields(props: {
  readonly values: AccountValues;
  readonly isNew: boolean;
  readonly servicesDn: string;
  readonly missing: ReturnType<typeof problemIn>;
  readonly onChange: (patch: Partial<AccountValues>) => void;
}) {
  const { values, missing, onChange } = props;
  const { t } = useTranslation("ldap");
  const id = useId();
  const choices = useQuery({ ...queryOf(routes.getLdapAttributeChoices), staleTime: 60_000, retry: false });
  const known = [...(choices.data?.attributes ?? []), ...(choices.data?.fixed ?? [])].map(({ name }) => name);
  const access: AccessValue = {
    everyone: values.everyone,
    users: [],
    groups: values.groups,
    departments: values.departments,
  };
  const fault = (code: typeof missing) =>
    missing === code && code !== null ? ({ validateStatus: "error", help: t(`accounts.${code}`) } as const) : {};
  return (
    <Form layout="vertical" component="div" requiredMark={false}>
      {props.isNew ? (
        <Form.Item
          label={t("accounts.name")}
          htmlFor={`${id}-name`}
          extra={
            <>
              {t("accounts.nameHelp")} <Mono>{`cn=${values.name.trim() || "…"},${props.servicesDn}`}</Mono>
            </>
          }
          {...fault("nameNeeded")}
        >
          <Input
            id={`${id}-name`}
            autoFocus
            autoComplete="off"
            placeholder="gitlab"
            maxLength={60}
            value={values.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Form.Item>
      ) : null}
      <Form.Item label={t("accounts.description")} htmlFor={`${id}-description`}>
        <Input
          id={`${id}-description`}
          autoComplete="off"
          maxLength={500}
          value={values.description}
          onChange={(event) => onChange({ description: event.target.value })}
        />
      </Form.Item>
      <div className="ldap-fieldset">
        <span className="ldap-label" id={`${id}-sees`}>
          {t("accounts.sees")}
        </span>
        <div className="ldap-stack">
          <Radio.Group
            aria-labelledby={`${id}-sees`}
            className="ldap-choices"
            value={values.everyone}
            onChange={(event) => onChange({ everyone: event.target.value as boolean })}
          >
            <Radio value={true}>
              {t("accounts.everyone")} <span className="ldap-help">{t("accounts.everyoneAbout")}</span>
            </Radio>
            <Radio value={false}>
              {t("accounts.chosen")} <span className="ldap-help">{t("accounts.chosenAbout")}</span>
            </Radio>
          </Radio.Group>
          {values.everyone ? null : (
            <>
              <AddEntry
                people={false}
                value={access}
                onAdd={({ groups = values.groups, departments = values.departments }) =>
                  onChange({ groups, departments })
                }
              />
              {seesNobody(values) ? (
                <Alert type="warning" showIcon title={t("accounts.nobodyYet")} />
              ) : (
                <AccessEntries
                  value={access}
                  disabled={false}
                  onChange={({ groups = values.groups, departments = values.departments }) =>
                    onChange({ groups, departments })
                  }
                />
              )}
            </>
          )}
        </div>
      </div>
      <Form.Item label={t("accounts.place")} htmlFor={`${id}-place`} extra={t("accounts.placeHelp")}>
        <Select
          id={`${id}-place`}
          value={values.place}
          options={PLACES.map((value) => ({ value, label: t(`accounts.places.${value}`) }))}
          onChange={(place: Place) => onChange({ place })}
        />
      </Form.Item>
      {values.place === "typed" ? (
        <Form.Item label={t("accounts.base")} htmlFor={`${id}-base`} {...fault("baseNeeded")}>
          <Input
            id={`${id}-base`}
            className="mono"
            autoComplete="off"
            value={values.baseDn}
            onChange={(event) => onChange({ baseDn: event.target.value })}
          />
        </Form.Item>
      ) : null}
      <div className="ldap-fieldset">
        <span className="ldap-label" id={`${id}-shown`}>
          {t("accounts.attributes")}
        </span>
        <div className="ldap-stack">
          <Radio.Group
            aria-labelledby={`${id}-shown`}
            className="ldap-choices"
            value={values.allAttributes}
            onChange={(event) => onChange({ allAttributes: event.target.value as boolean })}
          >
            <Radio value={true}>
              {t("accounts.allAttributes")} <span className="ldap-help">{t("accounts.allAttributesAbout")}</span>
            </Radio>
            <Radio value={false}>
              {t("accounts.someAttributes")} <span className="ldap-help">{t("accounts.someAttributesAbout")}</span>
            </Radio>
          </Radio.Group>
          {values.allAttributes ? null : (
            <Form.Item style={{ margin: 0 }} {...fault("attributesNeeded")}>
              <Select
                mode="tags"
                aria-label={t("accounts.attributes")}
                tokenSeparators={[" ", ","]}
                value={[...values.attributes]}
                options={known.map((name) => ({ value: name, label: name }))}
                onChange={(attributes: string[]) => onChange({ attributes })}
              />
            </Form.Item>
          )}
        </div>
      </div>
    </Form>
  );
}
