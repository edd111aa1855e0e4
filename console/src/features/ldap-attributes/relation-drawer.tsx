import { PlusOutlined } from "@ant-design/icons";
import type { LdapAttributeChoicesView } from "@larkbridge/contract";
import { Button, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { movedUp, nextField, type Relation, withSource } from "./draft.ts";
import { type ShownAttribute, ShownValues } from "./shown-values.tsx";
import { SourceFields } from "./source-fields.tsx";

const MOST = 8;

/** The sources of one attribute, tried one after another; every change shows on the person at once. */
export function RelationDrawer(props: {
  readonly relation: Relation;
  readonly choices: LdapAttributeChoicesView;
  readonly person: string | null;
  readonly shown: ShownAttribute | undefined;
  readonly onChange: (relation: Relation) => void;
  readonly onClose: () => void;
}) {
  const { relation, choices, onChange } = props;
  const { t } = useTranslation("ldap-attributes");
  const { attribute, first_of: sources } = relation;
  const set = (next: Relation["first_of"]) => onChange({ attribute, first_of: next });
  return (
    <Drawer
      open
      size={560}
      title={t("drawer.title", { attribute })}
      onClose={props.onClose}
      footer={
        <div className="relation-footer">
          <Button type="primary" onClick={props.onClose}>
            {t("drawer.done")}
          </Button>
        </div>
      }
    >
      <div className="relation-stack">
        <p className="relation-quiet">{t("drawer.about")}</p>
        <ol className="relation-editors">
          {sources.map((source, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a source is its place; its fields change under the hand.
            <li key={at}>
              <SourceFields
                source={source}
                number={at + 1}
                choices={choices}
                onChange={(next) => set(withSource(sources, at, next))}
                onMoveUp={at === 0 ? null : () => set(movedUp(sources, at))}
                onRemove={sources.length === 1 ? null : () => set(withSource(sources, at, null))}
              />
            </li>
          ))}
        </ol>
        {sources.length < MOST ? (
          <div>
            <Button
              icon={<PlusOutlined />}
              onClick={() => set([...sources, { field: nextField(sources, choices.fields) }])}
            >
              {t("drawer.add")}
            </Button>
          </div>
        ) : null}
        {props.person === null ? null : (
          <section aria-label={t("column.shown", { name: props.person })} className="relation-sample">
            <h3>{t("column.shown", { name: props.person })}</h3>
            <ShownValues attribute={props.shown} />
          </section>
        )}
      </div>
    </Drawer>
  );
}
