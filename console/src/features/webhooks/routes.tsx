import type { FeatureRoute } from "../../app/feature.ts";

const readers = ["owner", "administrator", "auditor"] as const;

/** Other systems that are told of changes. */
export const webhooksRoutes: readonly FeatureRoute[] = [
  {
    path: "/webhooks",
    component: () => import("./webhooks-page.tsx").then((page) => page.WebhooksPage),
    titleKey: "title",
    roles: readers,
  },
  {
    path: "/webhooks/$id",
    component: () => import("./webhook-page.tsx").then((page) => page.WebhookPage),
    titleKey: "webhook",
    roles: readers,
  },
];
