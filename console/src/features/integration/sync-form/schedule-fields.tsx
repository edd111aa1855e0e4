import type { ScheduleView } from "@larkbridge/contract";
import { Input, InputNumber, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { ChoiceField, Field } from "./field.tsx";
import { NextRuns } from "./next-runs.tsx";
import { SCHEDULE_KINDS, type SettingProblems, WEEKDAYS, withKind } from "./schedule.ts";

const ZONES = Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone }));
const DAYS = [...Array.from({ length: 31 }, (_, at) => at + 1), "last" as const];

/** When a sync runs by itself (S8): the kind, its parts, the zone, and the next three runs. */
export function ScheduleFields(props: {
  readonly schedule: ScheduleView;
  readonly timeZone: string;
  readonly problems: SettingProblems;
  readonly onSchedule: (schedule: ScheduleView) => void;
  readonly onTimeZone: (timeZone: string) => void;
  /** What to know of starting it by hand; said of a sync where not given. */
  readonly manualHelp?: string;
}) {
  const { t } = useTranslation("integration");
  const { schedule, problems, onSchedule } = props;
  return (
    <>
      <ChoiceField
        label={t("form.timing")}
        help={schedule.kind === "manual" ? (props.manualHelp ?? t("form.manualHelp")) : undefined}
      >
        {(labelId) => (
          <Radio.Group
            aria-labelledby={labelId}
            value={schedule.kind}
            onChange={(event) => onSchedule(withKind(schedule, event.target.value))}
            options={SCHEDULE_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          />
        )}
      </ChoiceField>
      {schedule.kind === "weekly" ? (
        <Field label={t("form.weekday")}>
          {({ id }) => (
            <Select
              id={id}
              className="setting-short"
              value={schedule.day}
              onChange={(day) => onSchedule({ ...schedule, day })}
              options={WEEKDAYS.map((day) => ({ value: day, label: t(`weekday.${day}`) }))}
            />
          )}
        </Field>
      ) : null}
      {schedule.kind === "monthly" ? (
        <Field label={t("form.monthDay")} help={t("form.monthDayHelp")}>
          {({ id }) => (
            <Select
              id={id}
              className="setting-short"
              value={schedule.day}
              onChange={(day) => onSchedule({ ...schedule, day })}
              options={DAYS.map((day) => ({
                value: day,
                label: day === "last" ? t("form.lastDay") : t("form.dayOfMonth", { day }),
              }))}
            />
          )}
        </Field>
      ) : null}
      {"at" in schedule ? (
        <Field label={t("form.at")} problem={problems.at && t(`problem.${problems.at}`)}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              inputMode="numeric"
              maxLength={5}
              placeholder="02:00"
              className="setting-short"
              aria-describedby={describedBy}
              aria-invalid={problems.at !== undefined}
              {...(problems.at ? { status: "error" as const } : {})}
              value={schedule.at}
              onChange={(event) => onSchedule({ ...schedule, at: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {schedule.kind === "interval" ? (
        <Field
          label={t("form.hours")}
          help={t("form.hoursHelp")}
          problem={problems.hours && t(`problem.${problems.hours}`)}
        >
          {({ id, describedBy }) => (
            <InputNumber
              id={id}
              aria-describedby={describedBy}
              {...(problems.hours ? { status: "error" as const } : {})}
              value={schedule.hours}
              onChange={(hours) => onSchedule({ ...schedule, hours: hours ?? 0 })}
            />
          )}
        </Field>
      ) : null}
      {schedule.kind === "manual" ? null : (
        <>
          <Field label={t("form.timeZone")}>
            {({ id }) => (
              <Select
                id={id}
                className="setting-medium"
                showSearch
                value={props.timeZone}
                onChange={props.onTimeZone}
                options={ZONES}
              />
            )}
          </Field>
          {problems.at || problems.hours ? null : <NextRuns schedule={schedule} timeZone={props.timeZone} />}
        </>
      )}
    </>
  );
}
