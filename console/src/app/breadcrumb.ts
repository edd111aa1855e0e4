import type { Feature } from "./feature.ts";

/** A step of the way to a page: its title, and where it leads; null for the page itself. */
export interface Crumb {
  readonly namespace: string;
  readonly titleKey: string;
  readonly path: string | null;
}

/**
 * The way to a page out of its address: every registered page whose path is a beginning of it.
 * `pattern` is the path as registered ("/users/$id"), `path` the real one.
 */
export function crumbsOf(pattern: string, path: string, features: readonly Feature[]): readonly Crumb[] {
  const parts = pattern.split("/");
  const real = path.split("/");
  const crumbs: Crumb[] = [];
  for (let length = 2; length <= parts.length; length += 1) {
    const prefix = parts.slice(0, length).join("/");
    for (const feature of features) {
      const route = feature.routes.find((candidate) => candidate.path === prefix);
      if (!route) continue;
      const isPage = length === parts.length;
      crumbs.push({
        namespace: feature.name,
        titleKey: route.titleKey,
        path: isPage ? null : real.slice(0, length).join("/"),
      });
    }
  }
  return crumbs;
}
