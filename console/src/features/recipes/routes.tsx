import type { FeatureRoute } from "../../app/feature.ts";

const roles = ["owner", "administrator", "auditor"] as const;

/** How known products are joined to LDAP. */
export const recipesRoutes: readonly FeatureRoute[] = [
  {
    path: "/ldap/recipes",
    component: () => import("./recipes-page.tsx").then((page) => page.RecipesPage),
    titleKey: "title",
    roles,
  },
  {
    path: "/ldap/recipes/$id",
    component: () => import("./recipe-page.tsx").then((page) => page.RecipePage),
    titleKey: "recipe",
    roles,
  },
];
