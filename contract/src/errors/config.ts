import { errorFamily } from "./entry.ts";

/** Mistakes in the configuration file and environment; each comes with its own message naming the key. */
export const configErrors = errorFamily({
  config_invalid: {
    status: 400,
    title: "The configuration has mistakes",
    message: "The configuration has mistakes; all of them are listed.",
    cause: "See each mistake.",
    cure: "Correct them all; `larkbridge config reference` describes every key.",
  },
});
