import { defineConfig } from "vitest/config";

/** Every test of the repository. A workspace says for itself how its tests run. */
export default defineConfig({
  test: {
    projects: [
      "contract",
      "emulator",
      "server",
      "console",
      "console/test",
      {
        resolve: { conditions: ["source"] },
        test: { name: "scripts", include: ["scripts/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
    ],
  },
});
