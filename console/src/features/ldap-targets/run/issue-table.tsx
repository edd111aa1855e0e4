import { useTranslation } from "react-i18next";
import { codeText, routes } from "../../../api/index.ts";
import { CursorTable, type DataColumn, EmptyState, StatusPill } from "../../../design/index.ts";
import type { EntryIssue, TargetRun } from "../types.ts";

const TONES = { error: "danger", warning: "warning", note: "info" } as const;

/** What to know of single entries: left alone, kept under an old name, matched twice. */
export function IssueTable({ run }: { readonly run: TargetRun }) {
  const { t } = useTranslation(["ldap-targets", "problems"]);
  const columns: readonly DataColumn<EntryIssue>[] = [
    {
      title: t("issue.severity"),
      key: "severity",
      width: 110,
      render: (_, { severity }) => <StatusPill tone={TONES[severity]}>{t(`severity.${severity}`)}</StatusPill>,
    },
    {
      title: t("entry.entry"),
      key: "entry",
      render: (_, { label, kind }) => (
        <>
          <strong>{label}</strong> <span className="target-quiet">{t(`kindOne.${kind}`)}</span>
        </>
      ),
    },
    { title: t("issue.why"), key: "why", render: (_, { code }) => codeText(t, code).title },
    { title: t("issue.cure"), key: "cure", render: (_, { code }) => codeText(t, code).cure },
  ];
  return (
    <CursorTable<EntryIssue, never>
      route={routes.listLdapRunIssues as never}
      params={{ id: run.target.id, run: run.id } as never}
      label={t("tab.notes")}
      columns={columns}
      rowKey={({ kind, code, label, subject_id }) => `${kind} ${code} ${subject_id ?? label}`}
      empty={<EmptyState title={t("issue.none")} about={t("issue.noneAbout")} />}
    />
  );
}
