import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../server/src/config/load.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFile(join(ROOT, path), "utf8");

const decisions = (await readdir(join(ROOT, "docs/decisions"))).filter((file) => /^\d{4}-/.test(file)).sort();
const pages = [
  ...(await readdir(ROOT)).filter((file) => file.endsWith(".md")),
  ...(await readdir(join(ROOT, "docs"), { recursive: true }))
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

describe("the pages", () => {
  it.each(pages)("%s links to nothing that is not there", async (page) => {
    const links = [...(await read(page)).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => match[1] ?? "");
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });

  it.each(["README.md", "CONTRIBUTING.md"])("%s names only commands that exist", async (page) => {
    const { scripts } = JSON.parse(await read("package.json")) as { scripts: Record<string, string> };
    const named = [...(await read(page)).matchAll(/npm run ([a-z][a-z-]*)/g)].map((match) => match[1] ?? "");
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe("the configuration in the README", () => {
  it("is whole and without a mistake", async () => {
    const indented = (await read("README.md")).match(/```yaml\n(.*?)```/s)?.[1] ?? "";
    const files: Record<string, string> = {
      "larkbridge.yaml": indented.replace(/^ {3}/gm, ""),
      "/run/secrets/feishu-app-secret": "a secret\n",
    };
    const readFileOf = (path: string) => Buffer.from(files[path] ?? "");
    const loaded = loadConfig({ file: "larkbridge.yaml", env: {}, readFile: readFileOf });
    expect(loaded).toMatchObject({ ok: true, value: { feishu: { services: { user_sync: { enabled: true } } } } });
  });
});

describe("the decisions", () => {
  it("are numbered without a gap and all in the list", async () => {
    const list = await read("docs/decisions/README.md");
    expect(decisions.map((file) => Number(file.slice(0, 4)))).toEqual(decisions.map((_, index) => index + 1));
    expect(decisions.filter((file) => !list.includes(`(${file})`))).toEqual([]);
  });

  it.each(decisions)("%s tells background, decision and consequences", async (file) => {
    const headings = [...(await read(join("docs/decisions", file))).matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(["Background", "Decision", "Consequences"]);
  });
});
