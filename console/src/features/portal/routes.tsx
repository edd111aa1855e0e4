import type { FeatureRoute } from "../../app/feature.ts";

/** The portal: for everybody who is signed in. */
export const portalRoutes: readonly FeatureRoute[] = [
  {
    path: "/portal",
    component: () => import("./portal-page.tsx").then((page) => page.PortalPage),
    titleKey: "title",
  },
];
