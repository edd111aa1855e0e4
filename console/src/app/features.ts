import type { Feature } from "./feature.ts";

/** The parts of the console. A feature adds its line here; the navigation shows what is registered. */
export const features: readonly Feature[] = [];
