import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compressedFiles } from "./build/compressed-files.ts";
import { contractModules } from "./build/contract-modules.ts";

/** During development the API is a server started beside this one: LARKBRIDGE_URL says where. */
const api = process.env["LARKBRIDGE_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), contractModules(), compressedFiles()],
  resolve: { conditions: ["source", "module", "browser", "development|production"] },
  // The server puts a fresh nonce in its place in every answer (server/src/platform/http/console-files.ts).
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    target: "es2022",
    // A strict policy admits no inlined files beside pictures; small fonts and scripts stay files.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    manifest: true,
  },
  server: { proxy: { "/api": { target: api, changeOrigin: true } } },
  test: { name: "console", include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts"] },
});
