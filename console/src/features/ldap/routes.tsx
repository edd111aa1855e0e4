import type { FeatureRoute } from "../../app/feature.ts";

const roles = ["owner", "administrator", "auditor"] as const;

/** The pages of LDAP as it is served. */
export const ldapRoutes: readonly FeatureRoute[] = [
  {
    path: "/ldap",
    component: () => import("./overview/ldap-page.tsx").then((page) => page.LdapPage),
    titleKey: "title",
    roles,
  },
  {
    path: "/ldap/service-accounts",
    component: () => import("./accounts/service-accounts-page.tsx").then((page) => page.ServiceAccountsPage),
    titleKey: "accounts.title",
    roles,
  },
];
