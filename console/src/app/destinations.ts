import type { Role } from "@larkbridge/contract";
import type { Feature } from "./feature.ts";
import { mayOpen } from "./navigation.ts";

/** A page one can go to by its name. */
export interface Destination {
  readonly path: string;
  readonly namespace: string;
  readonly titleKey: string;
}

/** Every page a role may open and that has an address of its own: no id in it, and nothing that stands alone. */
export function destinationsFor(role: Role, features: readonly Feature[]): readonly Destination[] {
  return features.flatMap(({ name, routes }) =>
    routes
      .filter((route) => route.frame !== "bare" && !route.path.includes("$") && mayOpen(route, role))
      .map(({ path, titleKey }) => ({ path, namespace: name, titleKey })),
  );
}

/** Those whose title or address holds every word that was typed; in the order given. */
export function fittingDestinations<Titled extends { readonly path: string; readonly title: string }>(
  all: readonly Titled[],
  text: string,
): readonly Titled[] {
  const words = text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(({ path, title }) => {
    const told = `${title} ${path}`.normalize("NFKC").toLowerCase();
    return words.every((word) => told.includes(word));
  });
}
