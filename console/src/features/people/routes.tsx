import type { FeatureRoute } from "../../app/feature.ts";

const roles = ["owner", "administrator", "auditor"] as const;

export const peopleRoutes: readonly FeatureRoute[] = [
  {
    path: "/users",
    component: () => import("./users-page.tsx").then((page) => page.UsersPage),
    titleKey: "title",
    roles,
  },
  {
    path: "/users/$id",
    component: () => import("./user-page.tsx").then((page) => page.UserPage),
    titleKey: "person",
    roles,
  },
];
