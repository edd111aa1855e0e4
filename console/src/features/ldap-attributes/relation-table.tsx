import type { LdapRelationFindingView } from "@larkbridge/contract";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { type DataColumn, DataTable, Mono, StatusPill } from "../../design/index.ts";
import type { Relation } from "./draft.ts";
import { type ShownAttribute, ShownValues } from "./shown-values.tsx";
import { useSourceWords } from "./use-source-words.ts";

/** Every attribute with what feeds it, and what that gives the person who is looked at. */
export function RelationTable(props: {
  readonly relations: readonly Relation[];
  readonly compulsory: ReadonlySet<string>;
  readonly findings: readonly LdapRelationFindingView[];
  readonly person: string | null;
  readonly shown: readonly ShownAttribute[];
  readonly acts: { readonly edit: (attribute: string) => void; readonly remove: (attribute: string) => void } | null;
}) {
  const { t } = useTranslation("ldap-attributes");
  const say = useSourceWords();
  const { acts } = props;
  const columns: readonly DataColumn<Relation>[] = [
    {
      title: t("column.attribute"),
      key: "attribute",
      render: (_, { attribute }) => (
        <>
          <Mono>{attribute}</Mono>
          {props.findings.some((finding) => finding.attribute === attribute && finding.severity !== "warning") ? (
            <div>
              <StatusPill tone="danger">{t("column.wrong")}</StatusPill>
            </div>
          ) : null}
        </>
      ),
    },
    {
      title: t("column.from"),
      key: "from",
      render: (_, { first_of: sources }) => (
        <ol className="relation-sources">
          {sources.map((source, at) => (
            <li key={JSON.stringify(source)}>
              {at > 0 ? <span className="relation-quiet">{t("says.else")} </span> : null}
              {say(source)}
            </li>
          ))}
        </ol>
      ),
    },
    ...(props.person === null
      ? []
      : [
          {
            title: t("column.shown", { name: props.person }),
            key: "shown",
            render: (_: unknown, { attribute }: Relation) => (
              <ShownValues attribute={props.shown.find(({ name }) => name === attribute)} />
            ),
          },
        ]),
    ...(acts
      ? [
          {
            title: t("column.actions"),
            key: "actions",
            render: (_: unknown, { attribute }: Relation) => (
              <div className="relation-acts">
                <Button size="small" onClick={() => acts.edit(attribute)}>
                  {t("edit")}
                  <span className="visually-hidden"> {attribute}</span>
                </Button>
                {props.compulsory.has(attribute) ? null : (
                  <Button size="small" onClick={() => acts.remove(attribute)}>
                    {t("remove")}
                    <span className="visually-hidden"> {attribute}</span>
                  </Button>
                )}
              </div>
            ),
          },
        ]
      : []),
  ];
  return (
    <section className="list-scroll" aria-label={t("title")}>
      <DataTable label={t("title")} columns={columns} rows={props.relations} rowKey={({ attribute }) => attribute} />
    </section>
  );
}
