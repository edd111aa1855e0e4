import type { LdapAttributesPreviewView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { Mono } from "../../design/index.ts";

export type ShownAttribute = NonNullable<LdapAttributesPreviewView["person"]>["attributes"][number];

/** What an attribute has for a person: as it is served, and as it would be; why a source gave nothing. */
export function ShownValues({ attribute }: { readonly attribute: ShownAttribute | undefined }) {
  const { t } = useTranslation("ldap-attributes");
  if (attribute === undefined) return <span className="relation-quiet">{t("preview.none")}</span>;
  const { values, served, passed_over: passed } = attribute;
  const isChanged = JSON.stringify(values) !== JSON.stringify(served);
  return (
    <div className="relation-values">
      {isChanged && served.length > 0 ? (
        <span>
          <span className="visually-hidden">{t("preview.before")} </span>
          <del className="relation-old">{served.join(" · ")}</del>
        </span>
      ) : null}
      {values.length === 0 ? (
        <span className="relation-quiet">{t("preview.empty")}</span>
      ) : (
        values.map((value) => (
          <span key={value} className={isChanged ? "relation-new" : undefined}>
            <Mono>{value}</Mono>
          </span>
        ))
      )}
      {passed
        .filter(({ reason }) => reason === "unfit")
        .map(({ expression, value }) => (
          <span key={expression} className="relation-unfit">
            {t("preview.unfit", { value: value ?? expression })}
          </span>
        ))}
    </div>
  );
}
