import type { FeatureRoute } from "../../app/feature.ts";

const readers = ["owner", "administrator", "auditor"] as const;
const operators = ["owner", "administrator"] as const;

/** The pages of applications. */
export const applicationsRoutes: readonly FeatureRoute[] = [
  {
    path: "/applications",
    component: () => import("./applications-page.tsx").then((page) => page.ApplicationsPage),
    titleKey: "title",
    roles: readers,
  },
  {
    path: "/applications/new",
    component: () => import("./new/new-application-page.tsx").then((page) => page.NewApplicationPage),
    titleKey: "new.title",
    roles: operators,
  },
  {
    path: "/applications/sign-in-details",
    component: () => import("./provider/provider-page.tsx").then((page) => page.ProviderPage),
    titleKey: "provider.title",
    roles: readers,
  },
  {
    path: "/applications/$id",
    component: () => import("./application-page.tsx").then((page) => page.ApplicationPage),
    titleKey: "application",
    roles: readers,
  },
];
