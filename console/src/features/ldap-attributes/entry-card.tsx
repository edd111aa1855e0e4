import type { LdapAttributesPreviewView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { Card, Mono } from "../../design/index.ts";
import { ShownValues } from "./shown-values.tsx";

/** The attributes of a person's entry that no relation feeds: what makes the entry whole. */
export function EntryCard({ person }: { readonly person: NonNullable<LdapAttributesPreviewView["person"]> }) {
  const { t } = useTranslation("ldap-attributes");
  const fixed = person.attributes.filter(({ origin, values }) => origin === "fixed" && values.length > 0);
  return (
    <Card title={t("fixed.title")}>
      <div className="relation-stack">
        <p className="relation-quiet">{t("fixed.about")}</p>
        <dl className="facts">
          <div>
            <dt>
              <Mono>dn</Mono>
            </dt>
            <dd>
              <Mono>{person.dn}</Mono>
            </dd>
          </div>
          {fixed.map((attribute) => (
            <div key={attribute.name}>
              <dt>
                <Mono>{attribute.name}</Mono>
              </dt>
              <dd>
                <ShownValues attribute={attribute} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}
