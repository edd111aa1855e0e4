import type { UserSyncSettingsView } from "@larkbridge/contract";
import { InputNumber, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { ChoiceField, Field } from "./field.tsx";
import type { SettingProblems } from "./schedule.ts";
import { ScheduleFields } from "./schedule-fields.tsx";

type Policies = UserSyncSettingsView["policies"];

/** Each policy with its choices, the default first (S9, S10, product.md 5.1). */
const POLICIES: readonly { readonly name: keyof Policies; readonly choices: readonly string[] }[] = [
  { name: "unmatched_feishu_users", choices: ["create_and_link", "ignore"] },
  { name: "unmatched_local_users", choices: ["ignore", "disable", "delete"] },
  { name: "departed_users", choices: ["disable", "delete", "ignore"] },
  { name: "unmatched_feishu_departments", choices: ["create_and_link", "ignore"] },
  { name: "unmatched_local_departments", choices: ["ignore", "delete"] },
  { name: "departed_departments", choices: ["delete", "ignore"] },
];

/** The settings of user and organization sync. The caller keeps them; `problems` is what does not fit. */
export function UserSyncForm(props: {
  readonly value: UserSyncSettingsView;
  readonly problems: SettingProblems;
  readonly onChange: (value: UserSyncSettingsView) => void;
}) {
  const { t } = useTranslation("integration");
  const { value, problems, onChange } = props;
  return (
    <div className="settings">
      <ScheduleFields
        schedule={value.schedule}
        timeZone={value.time_zone}
        problems={problems}
        onSchedule={(schedule) => onChange({ ...value, schedule })}
        onTimeZone={(time_zone) => onChange({ ...value, time_zone })}
      />
      {POLICIES.map(({ name, choices }) => (
        <ChoiceField key={name} label={t(`policy.${name}.label`)} help={t(`policy.${name}.help`)}>
          {(labelId) => (
            <Radio.Group
              aria-labelledby={labelId}
              value={value.policies[name]}
              onChange={(event) =>
                onChange({ ...value, policies: { ...value.policies, [name]: event.target.value } as Policies })
              }
              options={choices.map((choice) => ({ value: choice, label: t(`choice.${choice}`) }))}
            />
          )}
        </ChoiceField>
      ))}
      <Field
        label={t("form.guardPercent")}
        help={t("form.guardHelp")}
        problem={problems.percent && t(`problem.${problems.percent}`)}
      >
        {({ id, describedBy }) => (
          <InputNumber
            id={id}
            aria-describedby={describedBy}
            suffix="%"
            {...(problems.percent ? { status: "error" as const } : {})}
            value={value.guard.percent}
            onChange={(percent) => onChange({ ...value, guard: { ...value.guard, percent: percent as number } })}
          />
        )}
      </Field>
      <Field label={t("form.guardMinimum")} problem={problems.minimum && t(`problem.${problems.minimum}`)}>
        {({ id, describedBy }) => (
          <InputNumber
            id={id}
            aria-describedby={describedBy}
            {...(problems.minimum ? { status: "error" as const } : {})}
            value={value.guard.minimum}
            onChange={(minimum) => onChange({ ...value, guard: { ...value.guard, minimum: minimum as number } })}
          />
        )}
      </Field>
    </div>
  );
}
