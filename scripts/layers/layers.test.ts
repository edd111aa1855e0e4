import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Planted, plantedImports } from "./planted-imports.ts";
import { copyRepository, type RepositoryCopy } from "./repository-copy.ts";

let copy: RepositoryCopy;
beforeAll(async () => {
  copy = await copyRepository();
});
afterAll(() => copy.remove());

/** Where each half of a case is written: a number keeps cases apart, the suffix keeps the kind of file. */
const fileOf = ({ file }: Planted, index: number, half: string) => file.replace("planted", `planted-${half}-${index}`);

describe("import rules", () => {
  const findings = new Map<string, string[]>();

  beforeAll(async () => {
    const files: string[] = [];
    for (const [index, planted] of plantedImports.entries()) {
      const halves = [
        [fileOf(planted, index, "forbidden"), planted.forbidden],
        [fileOf(planted, index, "allowed"), planted.allowed],
      ] as const;
      for (const [file, text] of halves) {
        await copy.plant(file, text);
        files.push(file);
      }
    }
    const said = await copy.ask("biome", "lint", "--reporter=github", "--max-diagnostics=none", ...files);
    for (const [, file = "", message = ""] of said.matchAll(/^::error [^\n]*?file=([^,\n]+)[^\n]*?::([^\n]*)$/gm)) {
      const path = files.find((known) => file.endsWith(known)) ?? file;
      findings.set(path, [...(findings.get(path) ?? []), message]);
    }
  });

  it.each(plantedImports.map((planted, index) => ({ ...planted, index })))("$rule: fails when $attempt", (planted) => {
    const said = findings.get(fileOf(planted, planted.index, "forbidden")) ?? [];
    expect(said.filter((message) => message.startsWith(planted.says ?? planted.rule))).toHaveLength(1);
    expect(findings.get(fileOf(planted, planted.index, "allowed"))).toBeUndefined();
  });

  it.each(["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R11"])("%s has a planted violation", (rule) => {
    expect(plantedImports.some((planted) => planted.rule.split(", ").includes(rule))).toBe(true);
  });
});

describe("what the compilers hold", () => {
  it.each([
    "process.pid",
    'fetch("")',
    'Buffer.from("")',
    "setTimeout(() => {}, 1)",
    "document.title",
    "console.log()",
  ])("R1: the core does not compile with %s", async (expression) => {
    await copy.plant("server/src/core/sync/planted-global.ts", `export const global = () => ${expression};\n`);
    expect(await copy.ask("tsc", "-p", "server/src/core")).toMatch(/planted-global\.ts\(1,\d+\): error/);
  });

  it("R10: a route without a permission does not compile, and one with it does", async () => {
    const route = (permission: string) =>
      `import { defineRoute } from "./route.ts";\nimport { publicRoute } from "./planted-permission.ts";\n` +
      `export const planted = defineRoute({ id: "planted", method: "GET", path: "/planted", tag: "planted", ` +
      `summary: "Planted", ${permission} responses: {}, errorCodes: [] });\nexport const used = publicRoute;\n`;
    await copy.plant(
      "contract/src/planted-permission.ts",
      `import type { Permission } from "./permission.ts";\nexport declare const publicRoute: Permission;\n`,
    );
    await copy.plant("contract/src/planted-route.ts", route(""));
    expect(await copy.ask("tsc", "-p", "contract")).toMatch(/planted-route\.ts\(3,\d+\): error .*permission/s);
    await copy.plant("contract/src/planted-route.ts", route("permission: publicRoute,"));
    expect(await copy.ask("tsc", "-p", "contract")).not.toContain("planted-route.ts");
  });
});

describe("what stands outside the import lines", () => {
  it.each(["contract", "emulator"])("R8: the manifest of %s names no workspace of ours", async (workspace) => {
    const { dependencies } = JSON.parse(
      await readFile(new URL(`../../${workspace}/package.json`, import.meta.url), "utf8"),
    );
    expect(dependencies).toHaveProperty("zod");
    expect(Object.keys(dependencies).filter((name) => name.startsWith("@larkbridge/"))).toEqual([]);
  });

  it("R11: two files that import each other fail", async () => {
    const [here, there] = ["server/src/features/sync/planted-here.ts", "server/src/features/sync/planted-there.ts"];
    await copy.plant(here, 'import { there } from "./planted-there.ts";\nexport const here = () => there;\n');
    await copy.plant(there, 'import { here } from "./planted-here.ts";\nexport const there = () => here;\n');
    expect(await copy.ask("biome", "lint", "--reporter=github", here, there)).toContain("noImportCycles");
    await copy.plant(there, "export const there = 1;\n");
    expect(await copy.ask("biome", "lint", "--reporter=github", here, there)).not.toContain("noImportCycles");
  });

  it("R11: a file that nothing imports, and an export that nobody uses, are found", async () => {
    await copy.plant("server/src/features/sync/planted-orphan.ts", "export const orphan = 1;\n");
    await copy.plant(
      "server/src/platform/clock/planted-half-used.ts",
      "export const used = 1;\nexport const idle = 2;\n",
    );
    const clock = await readFile(new URL("../../server/src/platform/clock/clock.ts", import.meta.url), "utf8");
    await copy.plant(
      "server/src/platform/clock/clock.ts",
      `import { used } from "./planted-half-used.ts";\n${clock}\nexport const planted = used;\n`,
    );
    const said = await copy.ask("knip", "--no-progress", "--reporter", "compact");
    expect(said).toContain("planted-orphan.ts");
    expect(said).toMatch(/planted-half-used\.ts: idle/);
    expect(said).not.toMatch(/planted-half-used\.ts:.*used,/);
  });
});
