import type { FeatureRoute } from "../../app/feature.ts";

const readers = ["owner", "administrator", "auditor"] as const;
const operators = ["owner", "administrator"] as const;

/** The pages of third-party integrations. */
export const integrationRoutes: readonly FeatureRoute[] = [
  {
    path: "/integrations",
    component: () => import("./integrations-page.tsx").then((page) => page.IntegrationsPage),
    titleKey: "list.title",
    roles: readers,
  },
  {
    path: "/integrations/feishu",
    component: () => import("./details/details-page.tsx").then((page) => page.DetailsPage),
    titleKey: "details.title",
    roles: readers,
  },
  {
    path: "/integrations/feishu/setup",
    component: () => import("./setup/setup-page.tsx").then((page) => page.SetupPage),
    titleKey: "setup.title",
    roles: operators,
  },
  {
    path: "/integrations/feishu/services/user-sync",
    component: () => import("./details/details-page.tsx").then((page) => page.UserSyncPage),
    titleKey: "service.userSync",
    roles: operators,
  },
];
