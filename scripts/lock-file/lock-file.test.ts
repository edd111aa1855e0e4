import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { findMissingOptionals, lockFile } from "./missing-optionals.ts";

const committed = lockFile.parse(
  JSON.parse(await readFile(new URL("../../package-lock.json", import.meta.url), "utf8")),
);

describe("package-lock.json", () => {
  it("holds every optional package, so that npm ci accepts it on any platform", () => {
    expect(findMissingOptionals(committed), "run `npm run complete-lock`").toEqual([]);
  });

  it("names no address to download from, so that any registry serves a clone", () => {
    expect(JSON.stringify(committed)).not.toMatch(/"resolved":"https?:/);
  });
});

describe("an optional package that is left out", () => {
  it("gets the platform that its name tells", () => {
    const lock = {
      packages: {
        "node_modules/tool": { dev: true, license: "MIT", optionalDependencies: { "@tool/linux-x64-musl": "1.2.3" } },
      },
    };
    const entry = {
      version: "1.2.3",
      dev: true,
      license: "MIT",
      optional: true,
      os: ["linux"],
      cpu: ["x64"],
      libc: ["musl"],
    };
    expect(findMissingOptionals(lock)).toEqual([{ path: "node_modules/@tool/linux-x64-musl", entry }]);
  });

  it.each(["node_modules/a/node_modules/@tool/linux-x64", "node_modules/@tool/linux-x64"])(
    "is not missed when it stands at %s",
    (place) => {
      const asks = { optionalDependencies: { "@tool/linux-x64": "1.0.0" } };
      expect(findMissingOptionals({ packages: { "node_modules/a/node_modules/tool": asks, [place]: {} } })).toEqual([]);
    },
  );
});
