import type { Route } from "./route.ts";

export interface RouteMatch {
  readonly route: Route;
  readonly params: readonly string[];
}

/** Finds the route of a method and path; literal paths first, as `users/batch` is no user. */
export class Router {
  readonly routes: readonly Route[];
  readonly #literal = new Map<string, Route>();
  readonly #withParams: { readonly route: Route; readonly shape: RegExp }[] = [];

  constructor(routes: readonly Route[]) {
    this.routes = routes;
    for (const route of routes) {
      if (!route.pattern.includes(":")) this.#literal.set(`${route.method} ${route.pattern}`, route);
      else this.#withParams.push({ route, shape: new RegExp(`^${route.pattern.replace(/:[a-z_]+/g, "([^/]+)")}$`) });
    }
  }

  find(method: string, path: string): RouteMatch | undefined {
    const literal = this.#literal.get(`${method} ${path}`);
    if (literal !== undefined) return { route: literal, params: [] };
    for (const { route, shape } of this.#withParams) {
      const found = route.method === method ? shape.exec(path) : null;
      if (found !== null) return { route, params: found.slice(1).map(decodeParam) };
    }
    return undefined;
  }
}

/** A broken percent escape stays as it is: it then names nothing. */
function decodeParam(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
