import type { FeatureRoute } from "../../app/feature.ts";

const readers = ["owner", "administrator", "auditor"] as const;
const operators = ["owner", "administrator"] as const;

/** External LDAP servers. */
export const ldapTargetsRoutes: readonly FeatureRoute[] = [
  {
    path: "/ldap/targets",
    component: () => import("./targets-page.tsx").then((page) => page.TargetsPage),
    titleKey: "title",
    roles: readers,
  },
  {
    path: "/ldap/targets/new",
    component: () => import("./form/new-target-page.tsx").then((page) => page.NewTargetPage),
    titleKey: "new.title",
    roles: operators,
  },
  {
    path: "/ldap/targets/$id",
    component: () => import("./target-page.tsx").then((page) => page.TargetPage),
    titleKey: "target",
    roles: readers,
  },
  {
    path: "/ldap/targets/$id/edit",
    component: () => import("./form/edit-target-page.tsx").then((page) => page.EditTargetPage),
    titleKey: "edit.title",
    roles: operators,
  },
  {
    path: "/ldap/targets/$id/runs/$run",
    component: () => import("./run/target-run-page.tsx").then((page) => page.TargetRunPage),
    titleKey: "run.crumb",
    roles: readers,
  },
];
