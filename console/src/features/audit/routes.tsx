import type { FeatureRoute } from "../../app/feature.ts";

export const auditRoutes: readonly FeatureRoute[] = [
  {
    path: "/audit",
    component: () => import("./audit-page.tsx").then((page) => page.AuditPage),
    titleKey: "title",
    roles: ["owner", "administrator", "auditor"],
  },
];
