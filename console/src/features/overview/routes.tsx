import type { FeatureRoute } from "../../app/feature.ts";

export const overviewRoutes: readonly FeatureRoute[] = [
  {
    path: "/overview",
    component: () => import("./overview-page.tsx").then((page) => page.OverviewPage),
    titleKey: "title",
    roles: ["owner", "administrator", "auditor"],
  },
];
