import type { Role } from "@larkbridge/contract";
import type { ComponentType } from "react";

/** A page and where it lives. */
export interface FeatureRoute {
  /** In the router's form: "/users", "/users/$id". */
  readonly path: string;
  /** Loads the page when it is first opened: `() => import("./users-page.tsx").then((page) => page.UsersPage)`. */
  readonly component: () => Promise<ComponentType>;
  /** Its title for breadcrumb and window: a key in the feature's own texts. */
  readonly titleKey: string;
  /** Who may open it; everybody signed in where not said. */
  readonly roles?: readonly Role[];
  /** "bare" pages stand alone without navigation and need no session (sign-in, set-up). */
  readonly frame?: "shell" | "bare";
}

/** A part of the console: its name is the namespace of its texts. */
export interface Feature {
  readonly name: string;
  /** Further namespaces that its pages speak. */
  readonly words?: readonly string[];
  readonly routes: readonly FeatureRoute[];
}
