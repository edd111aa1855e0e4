import { defineConfig } from "vitest/config";

/** `npm run screenshots`: no tests, but they need the same database, build and browser as those. */
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    name: "screenshots",
    root: import.meta.dirname,
    include: ["take.ts"],
    globalSetup: ["../../../server/test/global-setup.ts", "../global-setup.ts"],
    testTimeout: 30 * 60_000,
    hookTimeout: 60_000,
  },
});
