import { Checkbox, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { ChoiceField, Field, ScheduleFields, type SettingProblems } from "../../integration/index.ts";
import type { TargetValues } from "./target-values.ts";

/** When the server is written once that is switched on, and how many removals pass without asking. */
export function PaceFields(props: {
  readonly values: TargetValues;
  readonly problems: SettingProblems;
  readonly onChange: (values: TargetValues) => void;
}) {
  const { values, problems, onChange } = props;
  const { t } = useTranslation("ldap-targets");
  const { guard } = values;
  return (
    <div className="settings">
      <ChoiceField label={t("form.follow")} help={t("form.followHelp")}>
        {() => (
          <Checkbox
            checked={values.followDirectory}
            onChange={(event) => onChange({ ...values, followDirectory: event.target.checked })}
          >
            {t("form.followEach")}
          </Checkbox>
        )}
      </ChoiceField>
      <ScheduleFields
        schedule={values.schedule}
        timeZone={values.timeZone}
        problems={problems}
        manualHelp={t("form.noSchedule")}
        onSchedule={(schedule) => onChange({ ...values, schedule })}
        onTimeZone={(timeZone) => onChange({ ...values, timeZone })}
      />
      <Field
        label={t("form.guardPercent")}
        help={t("form.guardHelp")}
        problem={problems.percent && t("form.percentRange")}
      >
        {({ id, describedBy }) => (
          <InputNumber
            id={id}
            aria-describedby={describedBy}
            suffix="%"
            value={guard.percent}
            onChange={(percent) => onChange({ ...values, guard: { ...guard, percent: percent as number } })}
          />
        )}
      </Field>
      <Field label={t("form.guardMinimum")} problem={problems.minimum && t("form.minimumRange")}>
        {({ id, describedBy }) => (
          <InputNumber
            id={id}
            aria-describedby={describedBy}
            value={guard.minimum}
            onChange={(minimum) => onChange({ ...values, guard: { ...guard, minimum: minimum as number } })}
          />
        )}
      </Field>
    </div>
  );
}
