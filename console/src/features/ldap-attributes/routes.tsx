import type { FeatureRoute } from "../../app/feature.ts";

/** Field relations of LDAP. */
export const ldapAttributesRoutes: readonly FeatureRoute[] = [
  {
    path: "/ldap/attributes",
    component: () => import("./attributes-page.tsx").then((page) => page.AttributesPage),
    titleKey: "title",
    roles: ["owner", "administrator", "auditor"],
  },
];
