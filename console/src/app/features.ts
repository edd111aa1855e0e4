import { accessRoutes } from "../features/access/routes.tsx";
import { integrationRoutes } from "../features/integration/routes.tsx";
import { overviewRoutes } from "../features/overview/routes.tsx";
import { syncRoutes } from "../features/sync/routes.tsx";
import type { Feature } from "./feature.ts";

/** The parts of the console. A feature adds its line here; the navigation shows what is registered. */
export const features: readonly Feature[] = [
  { name: "access", routes: accessRoutes },
  { name: "integration", routes: integrationRoutes },
  { name: "overview", routes: overviewRoutes },
  { name: "sync", routes: syncRoutes },
];
