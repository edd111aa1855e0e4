import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { codeText, routes } from "../../../api/index.ts";
import { CursorTable, type DataColumn, EmptyState, Mono, StatusPill } from "../../../design/index.ts";
import { ActionWord } from "../../sync/index.ts";
import { SIGN_OF } from "../run-words.ts";
import type { EntryChange, TargetRun } from "../types.ts";
import { EntryDetails } from "./entry-details.tsx";

const OUTCOME_TONES = { planned: "neutral", held: "warning", applied: "success", failed: "danger" } as const;

/** Entries with what is done to each; a row opens to its attributes, old and new, and to the reason it failed. */
export function EntryTable(props: {
  readonly run: TargetRun;
  readonly query: Readonly<Record<string, unknown>>;
  readonly filters?: ReactNode;
  readonly onClear?: (() => void) | undefined;
}) {
  const { run } = props;
  const { t } = useTranslation(["ldap-targets", "problems"]);
  const columns: readonly DataColumn<EntryChange>[] = [
    {
      title: t("entry.verb"),
      key: "verb",
      width: 120,
      render: (_, { verb }) => <ActionWord action={SIGN_OF[verb]} word={t(`verb.${verb}`)} />,
    },
    {
      title: t("entry.entry"),
      key: "entry",
      render: (_, { label, kind, dn }) => (
        <div className="target-dn">
          <strong>{label}</strong> <span className="target-quiet">{t(`kindOne.${kind}`)}</span>
          <div>
            <Mono>{dn}</Mono>
          </div>
        </div>
      ),
    },
    {
      title: t("entry.outcome"),
      key: "outcome",
      render: (_, { outcome, failure }) => (
        <>
          <StatusPill tone={OUTCOME_TONES[outcome]}>{t(`outcome.${outcome}`)}</StatusPill>
          {failure ? <div>{codeText(t, failure.code).title}</div> : null}
        </>
      ),
    },
  ];
  return (
    <CursorTable<EntryChange, never>
      route={routes.listLdapRunChanges as never}
      params={{ id: run.target.id, run: run.id } as never}
      query={props.query}
      label={t("tab.changes")}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      filters={props.filters}
      csv
      onClear={props.onClear}
      expandable={{ expandedRowRender: (change) => <EntryDetails change={change} /> }}
      empty={<EmptyState title={t("entry.none")} about={t("entry.noneAbout")} />}
    />
  );
}
