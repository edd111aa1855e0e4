import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { ApiProblem } from "../api/index.ts";
import { PageSkeleton } from "../design/index.ts";
import { loadWords } from "../i18n/index.ts";
import { PAGE_PROBLEMS } from "../i18n/texts.ts";
import type { Feature, FeatureRoute } from "./feature.ts";
import { MissingPage, PageFailed } from "./lost-pages.tsx";
import { type Me, meQuery } from "./me.ts";
import { mayOpen } from "./navigation.ts";
import { RoleRefusal } from "./role-refusal.ts";
import { parseSearch, stringifySearch } from "./search-text.ts";

/** Makes the router out of the features' lists: bare pages stand alone, the others inside the shell. */
export function makeRouter(features: readonly Feature[], queryClient: QueryClient) {
  const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet });
  const shell = createRoute({
    getParentRoute: () => root,
    id: "shell",
    // Apart from the entry: the sign-in page is the first view, and does without menus and dialogs.
    component: lazyRouteComponent(async () => ({ default: (await import("./shell.tsx")).Shell })),
    beforeLoad: async ({ location }) => ({ me: await requireSession(queryClient, location.href) }),
  });
  const bare = createRoute({ getParentRoute: () => root, id: "bare", component: Outlet });
  const pages = features.flatMap(({ name, words = [], routes }) =>
    routes.map((route) => ({ ...route, words: [name, ...words, ...(route.frame === "bare" ? [] : [PAGE_PROBLEMS])] })),
  );
  const home = createRoute({
    getParentRoute: () => shell,
    path: "/",
    beforeLoad: ({ context }) => {
      throw redirect({ to: homeOf(pages, (context as unknown as { me: Me }).me), replace: true });
    },
  });
  const missing = createRoute({ getParentRoute: () => shell, path: "$", component: MissingPage });
  const inFrame = (frame: FeatureRoute["frame"]) => pages.filter((page) => (page.frame ?? "shell") === frame);
  return createRouter({
    routeTree: root.addChildren([
      shell.addChildren([home, missing, ...inFrame("shell").map((page) => pageRoute(page, () => shell))]),
      bare.addChildren(inFrame("bare").map((page) => pageRoute(page, () => bare))),
    ]),
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 200,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: PageFailed as never,
    defaultNotFoundComponent: MissingPage,
    scrollRestoration: true,
  });
}

/** The page a person lands on: those who manage on the overview, everybody else on the portal. */
function homeOf(pages: readonly FeatureRoute[], me: Me): string {
  const wanted = ["/overview", "/users", "/portal", "/me"];
  return wanted.find((path) => pages.some((page) => page.path === path && mayOpen(page, me.role))) ?? "/nowhere";
}

/** A page, and the namespaces whose words it speaks. */
interface Page extends FeatureRoute {
  readonly words: readonly string[];
}

function pageRoute(page: Page, parent: () => unknown) {
  return createRoute({
    getParentRoute: parent as never,
    path: page.path,
    component: lazyRouteComponent(async () => {
      const [component] = await Promise.all([page.component(), loadWords(...page.words)]);
      return { default: component };
    }),
    beforeLoad: ({ context }: { context: { me?: Me } }) => {
      const { me } = context;
      if (me !== undefined && !mayOpen(page, me.role)) throw new RoleRefusal(page.roles ?? []);
    },
  } as never);
}

/** Who is signed in; without a session the way leads to the sign-in page, and from there back here. */
async function requireSession(queryClient: QueryClient, href: string): Promise<Me> {
  try {
    const me = (await queryClient.ensureQueryData(meQuery)) as Me;
    // Until then the server answers nothing else.
    if (me.must_change_password) throw redirect({ to: "/new-password" });
    return me;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401)
      throw redirect({ to: "/login", search: href === "/" ? {} : ({ return: href } as never) });
    throw error;
  }
}
