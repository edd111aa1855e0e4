import { Link, useMatches } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { crumbsOf } from "./breadcrumb.ts";
import { features } from "./features.ts";

/** The way to this page. */
export function Crumbs() {
  const matches = useMatches();
  const last = matches[matches.length - 1];
  const pattern = (last?.fullPath ?? "/") as string;
  const path = (last?.pathname ?? "/").replace(/\/$/, "");
  const crumbs = crumbsOf(pattern, path, features);
  const namespaces = crumbs.map((crumb) => crumb.namespace);
  // Without suspense: the words of a page still loading simply come with it.
  const { t } = useTranslation(["app", ...namespaces], { useSuspense: false });
  return (
    <nav className="shell-crumbs" aria-label={t("app:crumbs.label")}>
      <ol>
        <li>{t("app:crumbs.root")}</li>
        {crumbs.map((crumb) => (
          <li key={`${crumb.namespace}.${crumb.titleKey}`} aria-current={crumb.path === null ? "page" : undefined}>
            {crumb.path === null ? (
              t(`${crumb.namespace}:${crumb.titleKey}`)
            ) : (
              <Link to={crumb.path}>{t(`${crumb.namespace}:${crumb.titleKey}`)}</Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
