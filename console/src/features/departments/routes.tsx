import type { FeatureRoute } from "../../app/feature.ts";

export const departmentsRoutes: readonly FeatureRoute[] = [
  {
    path: "/departments",
    component: () => import("./departments-page.tsx").then((page) => page.DepartmentsPage),
    titleKey: "title",
    roles: ["owner", "administrator", "auditor"],
  },
];
