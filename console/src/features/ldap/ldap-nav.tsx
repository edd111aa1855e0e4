import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

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
  return (
    <nav className="page-nav" aria-label={t("nav.label")}>
      <ul>
        {PLACES.map((place) => (
          <li key={place.name}>
            <Link to={place.path as "/"} activeOptions={{ exact: true, includeSearch: false }}>
              {t(`nav.${place.name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
