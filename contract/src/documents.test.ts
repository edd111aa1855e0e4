import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { allRoutes, renderErrorReference, renderOpenApi } from "./index.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

// Regenerate after a change: npx vitest run contract -u
it("the committed OpenAPI document is the one the routes give", async () => {
  const text = `${JSON.stringify(renderOpenApi(allRoutes, version), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../docs/openapi.json");
});

it("the committed reference of error codes is the one the list gives", async () => {
  await expect(renderErrorReference()).toMatchFileSnapshot("../../docs/errors.md");
});
