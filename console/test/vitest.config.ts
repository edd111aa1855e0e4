import { defineConfig } from "vitest/config";

/** What needs a browser: the built console on a real server, an emulator and a database. One file after the other. */
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    name: "browser",
    root: import.meta.dirname,
    include: ["*.e2e.ts"],
    globalSetup: ["../../server/test/global-setup.ts", "./global-setup.ts"],
    testTimeout: 90_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
