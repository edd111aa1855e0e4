import type { FeatureRoute } from "../../app/feature.ts";

/** For everybody who is signed in. */
export const appPasswordsRoutes: readonly FeatureRoute[] = [
  {
    path: "/app-passwords",
    component: () => import("./app-passwords-page.tsx").then((page) => page.AppPasswordsPage),
    titleKey: "title",
  },
];
