import type { TableColumnsType } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { codeText, type routes } from "../../api/index.ts";
import { CursorTable, EmptyState, StatusPill } from "../../design/index.ts";
import { ActionWord } from "./action-word.tsx";
import { useChangeFilters } from "./change-filters.tsx";
import { actionOf } from "./change-words.ts";
import { FieldDiffList } from "./field-diff-list.tsx";
import type { Change } from "./types.ts";

const OUTCOME_TONES = {
  planned: "neutral",
  held: "warning",
  applied: "success",
  superseded: "neutral",
  failed: "danger",
} as const;

/** The changes of a plan or run: what happens to whom, and why; a row opens to its fields. */
export function ChangeTable(props: {
  readonly route: typeof routes.listSyncPlanChanges | typeof routes.listSyncRunChanges;
  readonly id: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly filters?: ReactNode;
  /** Whether it was tried: then each row says what became of it. */
  readonly outcomes: boolean;
  /** What can be done about an open row. */
  readonly acts?: (change: Change) => ReactNode;
}) {
  const { t } = useTranslation(["sync", "problems"]);
  const [{ kind, action, search }, change] = useChangeFilters();
  const isFiltered = props.filters !== undefined && (kind ?? action ?? search) !== undefined;
  const membershipWord = (verb: Change["verb"]) =>
    verb === "add_member" ? t("action.join") : verb === "remove_member" ? t("action.leave") : undefined;
  const columns: TableColumnsType<Change> = [
    {
      title: t("change.action"),
      key: "action",
      width: 120,
      render: (_, row) => <ActionWord action={actionOf(row.verb)} word={membershipWord(row.verb)} />,
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
    { title: t("change.department"), key: "department", render: (_, row) => row.department_label ?? "—" },
    {
      title: t("change.why"),
      key: "why",
      render: (_, row) => (row.failure ? codeText(t, row.failure.code).title : t(`why.${row.reason}`)),
    },
    ...(props.outcomes
      ? [
          {
            title: t("change.outcome"),
            key: "outcome",
            render: (_: unknown, row: Change) => (
              <StatusPill tone={OUTCOME_TONES[row.outcome]}>{t(`outcome.${row.outcome}`)}</StatusPill>
            ),
          },
        ]
      : []),
  ];
  return (
    <CursorTable<Change, never>
      route={props.route as never}
      params={{ id: props.id } as never}
      query={props.query}
      label={t("change.label")}
      columns={columns}
      rowKey={(row) => String(row.seq)}
      filters={props.filters}
      csv
      onClear={isFiltered ? () => change({ kind: undefined, action: undefined, search: undefined }) : undefined}
      expandable={{
        expandedRowRender: (row) => (
          <>
            <FieldDiffList change={row} />
            {props.acts?.(row)}
          </>
        ),
      }}
      empty={<EmptyState title={t("change.none")} about={t("change.noneAbout")} />}
    />
  );
}
