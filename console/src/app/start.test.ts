import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { features } from "./features.ts";

it("draws first the frame that the page will have, for every page", async () => {
  const script = await readFile(new URL("../../public/start.js", import.meta.url), "utf8");
  const pattern = new RegExp(/bare = \/(.*)\/\.test/.exec(script)?.[1] ?? "no pattern");
  for (const { path, frame } of features.flatMap((feature) => feature.routes))
    expect(`${path} ${pattern.test(path)}`).toBe(`${path} ${frame === "bare"}`);
});
