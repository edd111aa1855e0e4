import type { FeatureRoute } from "../../app/feature.ts";

const roles = ["owner", "administrator", "auditor"] as const;

export const syncRoutes: readonly FeatureRoute[] = [
  {
    path: "/sync-runs",
    component: () => import("./runs-page.tsx").then((page) => page.RunsPage),
    titleKey: "runs.title",
    roles,
  },
  {
    path: "/sync-runs/$id",
    component: () => import("./run-page.tsx").then((page) => page.RunPage),
    titleKey: "run.crumb",
    roles,
  },
  {
    path: "/sync-plans/new",
    component: () => import("./new-plan-page.tsx").then((page) => page.NewPlanPage),
    titleKey: "newPlan.title",
    roles: ["owner", "administrator"],
  },
  {
    path: "/sync-plans/$id",
    component: () => import("./plan-page.tsx").then((page) => page.PlanPage),
    titleKey: "plan.title",
    roles,
  },
];
