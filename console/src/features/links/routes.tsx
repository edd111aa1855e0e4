import type { FeatureRoute } from "../../app/feature.ts";

export const linksRoutes: readonly FeatureRoute[] = [
  {
    path: "/bindings",
    component: () => import("./links-page.tsx").then((page) => page.LinksPage),
    titleKey: "title",
    roles: ["owner", "administrator", "auditor"],
  },
];
