import { Select, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { codeText, type routes } from "../../api/index.ts";
import { useSearchState } from "../../app/search.ts";
import { CursorTable, EmptyState, StatusPill, type Tone } from "../../design/index.ts";
import type { Issue, Tally } from "./types.ts";

const SEVERITIES = ["error", "skipped", "warning", "note"] as const;
const TONES: Readonly<Record<Issue["severity"], Tone>> = {
  error: "danger",
  skipped: "neutral",
  warning: "warning",
  note: "info",
};

const filters = z.object({
  severity: z.catch(z.optional(z.enum(SEVERITIES)), undefined),
  code: z.catch(z.optional(z.string()), undefined),
});

/** What to know about single records: refused, left alone, or worth a look, each with what to do. */
export function IssueTable(props: {
  readonly route: typeof routes.listSyncPlanIssues | typeof routes.listSyncRunIssues;
  readonly id: string;
  readonly tally: Tally | undefined;
  /** Narrows the table to one severity, whatever the address says. */
  readonly only?: Issue["severity"];
}) {
  const { t } = useTranslation(["sync", "problems"]);
  const [chosen, change] = useSearchState(filters);
  const severity = props.only ?? chosen.severity;
  const codes = [...new Set((props.tally?.issues ?? []).map(({ code }) => code))];
  const columns: TableColumnsType<Issue> = [
    {
      title: t("issue.severity"),
      key: "severity",
      width: 110,
      render: (_, row) => <StatusPill tone={TONES[row.severity]}>{t(`severity.${row.severity}`)}</StatusPill>,
    },
    {
      title: t("change.object"),
      key: "object",
      render: (_, row) => (
        <div className="object-cell">
          <strong>{row.label}</strong> <span>{t(`kindOne.${row.kind}`)}</span>
        </div>
      ),
    },
    { title: t("change.why"), key: "why", render: (_, row) => codeText(t, row.code).title },
    { title: t("issue.cure"), key: "cure", render: (_, row) => codeText(t, row.code).cure },
  ];
  return (
    <CursorTable<Issue, never>
      route={props.route as never}
      params={{ id: props.id } as never}
      query={{ severity, code: chosen.code }}
      label={t("issue.label")}
      columns={columns}
      rowKey={(row) => `${row.kind} ${row.key} ${row.code}`}
      onClear={
        (props.only === undefined ? (chosen.severity ?? chosen.code) : chosen.code) === undefined
          ? undefined
          : () => change({ severity: undefined, code: undefined })
      }
      filters={
        <>
          {props.only === undefined ? (
            <Select
              allowClear
              style={{ minWidth: 150 }}
              aria-label={t("issue.severity")}
              placeholder={t("issue.severity")}
              value={chosen.severity}
              options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
              onChange={(value) => change({ severity: value })}
            />
          ) : null}
          <Select
            allowClear
            style={{ minWidth: 220 }}
            aria-label={t("change.why")}
            placeholder={t("change.why")}
            value={chosen.code}
            options={codes.map((code) => ({ value: code, label: codeText(t, code).title }))}
            onChange={(value) => change({ code: value })}
          />
        </>
      }
      empty={<EmptyState title={t("issue.none")} about={t("issue.noneAbout")} />}
    />
  );
}
