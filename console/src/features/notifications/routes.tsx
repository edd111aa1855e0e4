import type { FeatureRoute } from "../../app/feature.ts";

const readers = ["owner", "administrator", "auditor"] as const;
const operators = ["owner", "administrator"] as const;

/** Messages to people in Feishu. */
export const notificationsRoutes: readonly FeatureRoute[] = [
  {
    path: "/notifications",
    component: () => import("./log/log-page.tsx").then((page) => page.LogPage),
    titleKey: "title",
    roles: readers,
  },
  {
    path: "/notifications/batches",
    component: () => import("./batches/batches-page.tsx").then((page) => page.BatchesPage),
    titleKey: "nav.batches",
    roles: readers,
  },
  {
    path: "/notifications/batches/$id",
    component: () => import("./batches/batch-page.tsx").then((page) => page.BatchPage),
    titleKey: "batch.title",
    roles: readers,
  },
  {
    path: "/notifications/templates",
    component: () => import("./templates/templates-page.tsx").then((page) => page.TemplatesPage),
    titleKey: "nav.templates",
    roles: readers,
  },
  {
    path: "/notifications/templates/$name",
    component: () => import("./templates/template-page.tsx").then((page) => page.TemplatePage),
    titleKey: "template.title",
    roles: readers,
  },
  {
    path: "/notifications/new-template",
    component: () => import("./templates/new-template-page.tsx").then((page) => page.NewTemplatePage),
    titleKey: "template.new",
    roles: operators,
  },
];
