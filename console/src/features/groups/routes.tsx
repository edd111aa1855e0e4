import type { FeatureRoute } from "../../app/feature.ts";

const roles = ["owner", "administrator", "auditor"] as const;

export const groupsRoutes: readonly FeatureRoute[] = [
  {
    path: "/groups",
    component: () => import("./groups-page.tsx").then((page) => page.GroupsPage),
    titleKey: "title",
    roles,
  },
  {
    path: "/groups/$id",
    component: () => import("./group-page.tsx").then((page) => page.GroupPage),
    titleKey: "group",
    roles,
  },
];
