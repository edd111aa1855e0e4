import type { LdapServiceAccountView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { Mono } from "../../../design/index.ts";

const SHOWN = 3;

/** What an account is shown, in a few words. */
export function SeesCell({ account }: { readonly account: LdapServiceAccountView }) {
  const { t } = useTranslation("ldap");
  const { everyone, groups, departments, base_dn: base, attributes } = account;
  const names = [...departments, ...groups].map(({ name }) => name);
  const list = names.slice(0, SHOWN).join(t("listSeparator"));
  const people = everyone
    ? t("accounts.everyone")
    : names.length === 0
      ? t("accounts.nobody")
      : names.length > SHOWN
        ? t("accounts.andMore", { list, count: names.length - SHOWN })
        : list;
  return (
    <>
      <div title={names.join(t("listSeparator"))}>{people}</div>
      {base === null ? null : (
        <div className="ldap-help">
          {t("accounts.below")} <Mono>{base}</Mono>
        </div>
      )}
      {attributes === null ? null : (
        <div className="ldap-help ldap-clip" title={attributes.join(t("listSeparator"))}>
          {t("accounts.onlyAttributes", { count: attributes.length })} <Mono>{attributes.join(" ")}</Mono>
        </div>
      )}
    </>
  );
}
