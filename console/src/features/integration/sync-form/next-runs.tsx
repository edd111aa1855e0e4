import type { ScheduleView } from "@larkbridge/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes } from "../../../api/index.ts";
import { currentLanguage, LANGUAGE_TAGS } from "../../../i18n/index.ts";
import { ChoiceField } from "./field.tsx";

/** The next three times a schedule would start a sync, told in the schedule's own zone. */
export function NextRuns({ schedule, timeZone }: { readonly schedule: ScheduleView; readonly timeZone: string }) {
  const { t } = useTranslation("integration");
  const { data, error } = useQuery({
    ...queryOf(routes.previewSchedule, { body: { schedule, time_zone: timeZone } }),
    placeholderData: keepPreviousData,
  });
  const format = new Intl.DateTimeFormat(LANGUAGE_TAGS[currentLanguage()], {
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
    timeZoneName: "short",
  });
  return (
    <ChoiceField label={t("form.nextRuns")}>
      {(labelId) => (
        <ul className="next-runs tabular" aria-labelledby={labelId} aria-live="polite">
          {error ? <li>{problemText(t, error).title}</li> : null}
          {data?.next_runs.map((at) => (
            <li key={at}>
              <time dateTime={at}>{format.format(new Date(at))}</time>
            </li>
          ))}
        </ul>
      )}
    </ChoiceField>
  );
}
