import { Checkbox, Input, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Mono } from "../../../design/index.ts";
import { ChoiceField, Field } from "../../integration/index.ts";
import type { Probe } from "../types.ts";
import { GROUP_CLASSES, LEAVERS, PROFILES, SCHEMES, type TargetValues, worksIn } from "./target-values.ts";

const PLACES = ["people", "groups", "departments"] as const;
const SWITCHES = ["subtreeGroups", "memberOf", "adopt", "createBase", "renames"] as const;

/** What entries look like there. `isSettled`: something was written, so names and classes are for good. */
export function ShapeFields(props: {
  readonly values: TargetValues;
  readonly probe: Probe | undefined;
  readonly isSettled: boolean;
  readonly onChange: (values: TargetValues) => void;
}) {
  const { values, isSettled, onChange } = props;
  const { t } = useTranslation("ldap-targets");
  return (
    <div className="settings">
      <ChoiceField label={t("form.profile")} help={isSettled ? t("form.settled") : undefined}>
        {(labelId) => (
          <Radio.Group
            aria-labelledby={labelId}
            className="target-choices"
            disabled={isSettled}
            value={values.profile}
            onChange={(event) => onChange({ ...values, profile: event.target.value as TargetValues["profile"] })}
          >
            {PROFILES.map((profile) => (
              <Radio key={profile} value={profile}>
                {t(`profile.${profile}.name`)} <span className="target-quiet">{t(`profile.${profile}.about`)}</span>
              </Radio>
            ))}
          </Radio.Group>
        )}
      </ChoiceField>
      {PLACES.map((place) =>
        isSettled ? (
          <ChoiceField key={place} label={t(`form.places.${place}`)}>
            {() => <Mono>{`ou=${values.places[place]}`}</Mono>}
          </ChoiceField>
        ) : (
          <Field key={place} label={t(`form.places.${place}`)}>
            {({ id, describedBy }) => (
              <Input
                id={id}
                aria-describedby={describedBy}
                className="mono"
                prefix="ou="
                maxLength={64}
                value={values.places[place]}
                onChange={(event) => onChange({ ...values, places: { ...values.places, [place]: event.target.value } })}
              />
            )}
          </Field>
        ),
      )}
      <Field label={t("form.groupClass")} help={t("form.groupClassHelp")}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            disabled={isSettled}
            value={values.groupClass}
            options={GROUP_CLASSES.map((value) => ({ value, label: value }))}
            onChange={(groupClass) => onChange({ ...values, groupClass })}
          />
        )}
      </Field>
      <ChoiceField label={t("form.leavers")}>
        {(labelId) => (
          <Radio.Group
            aria-labelledby={labelId}
            value={values.leavers}
            onChange={(event) => onChange({ ...values, leavers: event.target.value as TargetValues["leavers"] })}
            options={LEAVERS.map((value) => ({ value, label: t(`leavers.${value}`) }))}
          />
        )}
      </ChoiceField>
      <Field label={t("form.scheme")} help={t("form.schemeHelp")}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            value={values.scheme}
            options={SCHEMES.map((value) => {
              const works = worksIn(props.probe, value);
              const label = t(`scheme.${value}`);
              return {
                value,
                label: works === null ? label : `${label} · ${t(works ? "probe.tried" : "probe.triedNot")}`,
              };
            })}
            onChange={(scheme) => onChange({ ...values, scheme })}
          />
        )}
      </Field>
      <ChoiceField label={t("form.more")}>
        {() => (
          <div className="target-choices">
            {SWITCHES.filter((name) => name !== "subtreeGroups" || values.profile !== "go_ldap_admin").map((name) => (
              <Checkbox
                key={name}
                checked={values[name]}
                onChange={(event) => onChange({ ...values, [name]: event.target.checked })}
              >
                {t(`form.switch.${name}`)} <span className="target-quiet">{t(`form.switchAbout.${name}`)}</span>
              </Checkbox>
            ))}
          </div>
        )}
      </ChoiceField>
    </div>
  );
}
