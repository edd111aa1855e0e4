import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Every test of the repository. A workspace says for itself how its tests run. */
export default defineConfig({
  test: {
    // Most files wait for processes of their own: with a worker a core, half of the processors' time stood idle.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
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
