import { useTranslation } from "react-i18next";
import { PageNav } from "../../design/index.ts";

const PLACES = [
  { name: "overview", path: "/ldap" },
  { name: "accounts", path: "/ldap/service-accounts" },
  { name: "attributes", path: "/ldap/attributes" },
  { name: "targets", path: "/ldap/targets" },
  { name: "recipes", path: "/ldap/recipes" },
] as const;

/** The way between the pages of LDAP. */
export function LdapNav() {
  const { t } = useTranslation("ldap");
  const places = PLACES.map(({ name, path }) => ({ path, title: t(`nav.${name}`) }));
  return <PageNav label={t("nav.label")} places={places} />;
}
