import { defineConfig } from "vitest/config";

/** Tests of the emulator: beside the code and under `test/`. */
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: { name: "emulator", include: ["src/**/*.test.ts", "test/**/*.test.ts"], testTimeout: 20_000 },
});
