import type { Plugin } from "vite";
import { allRoutes, errorFamilies } from "../../contract/src/index.ts";

/** Families of codes that are told on a command line only: nobody sees a page yet. */
export const BEFORE_ANY_PAGE: readonly string[] = ["config", "start", "client"];

/** Families that only some pages show: their words are loaded with those. */
const ON_LDAP_PAGES: readonly string[] = ["ldap", "relation", "provisioning"];
const ON_MESSAGE_PAGES: readonly string[] = ["event", "message", "notices", "webhook"];
/** Families that every page behind the sign-in may show, and none before it. */
const BEHIND_SIGN_IN: readonly string[] = ["guard", "import", "issue", "sync"];
const NOT_AT_FIRST = new Set([...BEFORE_ANY_PAGE, ...ON_LDAP_PAGES, ...ON_MESSAGE_PAGES, ...BEHIND_SIGN_IN]);

/** Title and cure of every code of the families that fit. */
function wordsOf(fits: (family: string) => boolean) {
  return Object.fromEntries(
    Object.entries(errorFamilies)
      .filter(([family]) => fits(family))
      .flatMap(([, family]) => Object.entries(family).map(([code, { title, cure }]) => [code, { title, cure }])),
  );
}

function linesOfRoutes(): string {
  return allRoutes.map(({ id, method, path }) => `${id} ${method} ${path}`).join("\n");
}

function valueModule(value: unknown): string {
  return `export default ${JSON.stringify(value)};`;
}

/**
 * What a browser needs of the contract at run time, as small modules: where each route is, and the English words of
 * each error code. The schemas, which are most of the contract, stay out of the first view.
 */
const MODULES: Readonly<Record<string, () => string>> = {
  // A line a route: the names of the fields would be a third of it, and every first view carries all routes.
  "virtual:contract-routes": () =>
    `export default Object.fromEntries(${JSON.stringify(linesOfRoutes())}.split("\\n").map((line) => {
      const [id, method, path] = line.split(" ");
      return [id, { id, method, path }];
    }));`,
  "virtual:contract-problems": () => valueModule(wordsOf((family) => !NOT_AT_FIRST.has(family))),
  "virtual:contract-ldap-problems": () => valueModule(wordsOf((family) => ON_LDAP_PAGES.includes(family))),
  "virtual:contract-page-problems": () => valueModule(wordsOf((family) => BEHIND_SIGN_IN.includes(family))),
  "virtual:contract-message-problems": () => valueModule(wordsOf((family) => ON_MESSAGE_PAGES.includes(family))),
};

/** The Vite plugin that serves these modules. The dev server is restarted after a change of the contract. */
export function contractModules(): Plugin {
  return {
    name: "contract-modules",
    resolveId: (id) => (id in MODULES ? `\0${id}` : null),
    load: (id) => {
      const content = id.startsWith("\0") ? MODULES[id.slice(1)] : undefined;
      return content ? content() : null;
    },
  };
}
