import type { Role } from "@larkbridge/contract";
import type { FeatureRoute } from "./feature.ts";

/** Where the navigation leads, in its groups (ux.md section 4). Labels are `nav.<name>` in this folder's texts. */
export const NAVIGATION = [
  {
    name: "own",
    items: [
      { name: "portal", path: "/portal" },
      { name: "appPasswords", path: "/app-passwords" },
    ],
  },
  {
    name: "directory",
    items: [
      { name: "overview", path: "/overview" },
      { name: "users", path: "/users" },
      { name: "departments", path: "/departments" },
      { name: "groups", path: "/groups" },
      { name: "bindings", path: "/bindings" },
    ],
  },
  {
    name: "integration",
    items: [
      { name: "integrations", path: "/integrations" },
      { name: "syncRuns", path: "/sync-runs" },
      { name: "notifications", path: "/notifications" },
      { name: "webhooks", path: "/webhooks" },
    ],
  },
  {
    name: "security",
    items: [
      { name: "applications", path: "/applications" },
      { name: "ldap", path: "/ldap" },
      { name: "audit", path: "/audit" },
      { name: "operators", path: "/operators" },
      { name: "tokens", path: "/tokens" },
      { name: "settings", path: "/settings" },
    ],
  },
] as const;

export type NavigationName = (typeof NAVIGATION)[number]["items"][number]["name"];

export interface NavigationGroup {
  readonly name: string;
  readonly items: readonly { readonly name: NavigationName; readonly path: string }[];
}

/** Whether a role may open a page. */
export function mayOpen(route: FeatureRoute, role: Role): boolean {
  return route.roles === undefined || route.roles.includes(role);
}

/**
 * What a role sees: pages that exist and that it may open. A group without any is not shown. The portal is the start of
 * members; for the others it stands in the account menu.
 */
export function navigationFor(role: Role, routes: readonly FeatureRoute[]): readonly NavigationGroup[] {
  const open = new Set(routes.filter((route) => mayOpen(route, role)).map((route) => route.path));
  return NAVIGATION.filter((group) => group.name !== "own" || role === "member")
    .map((group) => ({
      name: group.name,
      items: group.items.filter((item) => open.has(item.path)),
    }))
    .filter((group) => group.items.length > 0);
}

/** The entry a page belongs to: the longest one its path begins with. */
export function currentEntry(path: string): string | null {
  const paths = NAVIGATION.flatMap((group) => group.items.map((item) => item.path as string));
  const fitting = paths.filter((entry) => path === entry || path.startsWith(`${entry}/`));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}
