#!/usr/bin/env node
/** The program `larkbridge`. Asks for a recent Node before it loads anything that would fail without one. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 24 || (major === 24 && minor < 7)) {
  console.error(
    `larkbridge runs on Node 24.7 or later; this is ${process.versions.node}. ` +
      "Start it with `npx larkbridge` from the repository's root, which finds the Node that came with its packages.",
  );
  process.exit(2);
}
await import("../dist/main.js").catch((error) => {
  if (error?.code !== "ERR_MODULE_NOT_FOUND" || !String(error.message).includes("dist/main.js")) throw error;
  console.error("larkbridge is not built yet. Run `npm run build` in the repository's root first.");
  process.exit(2);
});
