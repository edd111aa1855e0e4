import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { allRoutes, errorFamilies } from "@larkbridge/contract";
import { describe, expect, it } from "vitest";
import { BEFORE_ANY_PAGE } from "../build/contract-modules.ts";

const source = fileURLToPath(new URL("../src/", import.meta.url));
const files = (await readdir(source, { recursive: true })).sort();

/** Namespaces by the place of their English file. */
const namespaces = files
  .filter((file) => /(?:^|\/)(?:texts|(?:\w+-)?problems)\.en\.ts$/.test(file))
  .map((file) => ({
    name: file.endsWith("problems.en.ts")
      ? file.slice("i18n/".length, -".en.ts".length)
      : (file.split("/").at(-2) as string),
    en: file,
    zh: file.replace(".en.ts", ".zh.ts"),
  }));

type Texts = { readonly [key: string]: string | Texts };

async function textsOf(file: string): Promise<Map<string, string>> {
  const { default: texts } = (await import(join(source, file))) as { default: Texts };
  const flat = new Map<string, string>();
  const walk = (part: Texts, prefix: string) => {
    for (const [key, value] of Object.entries(part)) {
      if (typeof value === "string") flat.set(`${prefix}${key}`, value);
      else walk(value, `${prefix}${key}.`);
    }
  };
  walk(texts, "");
  return flat;
}

/** The keys without the plural's ending: English tells one from many, Chinese does not. */
const withoutPlural = (key: string) => key.replace(/_(?:one|other|zero)$/, "");
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1]).sort();

/** Chinese texts that are names, codes or units and so have no Han character. */
const LATIN_IN_CHINESE = /^[\s\d{}\w.,:;/+*()·—–→%"'@<>[\]=-]*$/;
const NAMES =
  /\b(?:Feishu|Lark|Larkbridge|App ID|App Secret|open_id|union_id|user_id|JSON|CSV|URL|API|OIDC|LDAP|LDAPS|StartTLS|TLS|SHA|CRYPT|SSHA512|ARGON2|DN|OpenID Connect|English|Inter|TOTP|ID|IP|Email)\b/g;

describe.each(namespaces)("texts of $name", ({ en, zh }) => {
  it("has the same keys in both languages", async () => {
    const english = new Set([...(await textsOf(en)).keys()].map(withoutPlural));
    const chinese = new Set([...(await textsOf(zh)).keys()].map(withoutPlural));
    expect([...chinese].filter((key) => !english.has(key))).toEqual([]);
    expect([...english].filter((key) => !chinese.has(key))).toEqual([]);
  });

  it("fills the same values in both languages", async () => {
    const english = await textsOf(en);
    const differing = [...(await textsOf(zh))].filter(([key, text]) => {
      const twin = english.get(key) ?? english.get(`${withoutPlural(key)}_other`);
      return twin !== undefined && String(placeholders(twin)) !== String(placeholders(text));
    });
    expect(differing).toEqual([]);
  });

  it("leaves nothing untranslated", async () => {
    const english = await textsOf(en);
    const untranslated = [...(await textsOf(zh))].filter(([key, text]) => {
      const words = (english.get(key) ?? "").replace(/\{\{[^}]*\}\}/g, "").replace(NAMES, "");
      return /[A-Za-z]{2}/.test(words) && LATIN_IN_CHINESE.test(text) && text === english.get(key);
    });
    expect(untranslated).toEqual([]);
  });

  it("writes Chinese with full-width punctuation and a space before and after Latin words", async () => {
    const texts = [...(await textsOf(zh))];
    const halfWidth = texts.filter(([, text]) => /[\p{Script=Han}][,;:!?()]|[,;!?()][\p{Script=Han}]/u.test(text));
    expect(halfWidth).toEqual([]);
    const glued = texts.filter(([, text]) => /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u.test(text));
    expect(glued).toEqual([]);
  });
});

describe.each(namespaces.filter(({ name }) => !name.endsWith("problems")))(
  "uses of the texts of $name",
  ({ name, en }) => {
    it("has no text that nobody shows", async () => {
      const code = await codeOf(name);
      const keys = [...new Set([...(await textsOf(en)).keys()].map(withoutPlural))];
      expect(keys.filter((key) => !isUsed(key, code))).toEqual([]);
    });

    it("shows no text that is not there", async () => {
      const known = new Set([...(await textsOf(en)).keys()].map(withoutPlural));
      const asked = [...(await ownCodeOf(name)).matchAll(/\bt\(\s*"([\w.]+)"/g)].map((match) => match[1] as string);
      expect(asked.filter((key) => !known.has(key))).toEqual([]);
    });
  },
);

it("has Chinese and English words for every code that may reach a page", async () => {
  const reaching = Object.entries(errorFamilies)
    .filter(([family]) => !BEFORE_ANY_PAGE.includes(family))
    .flatMap(([, family]) => Object.keys(family));
  const codes = new Set([...reaching, ...allRoutes.flatMap((route) => route.errorCodes)]);
  for (const language of ["en", "zh"]) {
    const known = new Map([
      ...(await textsOf(`i18n/problems.${language}.ts`)),
      ...(await textsOf(`i18n/ldap-problems.${language}.ts`)),
      ...(await textsOf(`i18n/message-problems.${language}.ts`)),
      ...(await textsOf(`i18n/page-problems.${language}.ts`)),
    ]);
    expect([...codes].filter((code) => !known.has(`${code}.title`) || !known.has(`${code}.cure`))).toEqual([]);
  }
});

it("tells no place that nobody fills in the words of a code", async () => {
  const words = await Promise.all(
    ["problems", "ldap-problems", "message-problems", "page-problems"].flatMap((name) =>
      ["en", "zh"].map((tag) => textsOf(`i18n/${name}.${tag}.ts`)),
    ),
  );
  // The contract fills {name}; the console would show it as it stands, and fills {{name}}.
  const unfilled = words.flatMap((texts) => [...texts].filter(([, text]) => /(?<!\{)\{[a-z_]+\}(?!\})/.test(text)));
  expect(unfilled).toEqual([]);
});

/** The code that may use a namespace: its own folder, and whoever names it in front of a colon. */
async function codeOf(name: string): Promise<string> {
  const all = await Promise.all(files.filter(isCode).map((file) => readFile(join(source, file), "utf8")));
  return `${await ownCodeOf(name)}\n${all.filter((text) => text.includes(`"${name}`) || text.includes(`${name}:`)).join("\n")}`;
}

async function ownCodeOf(name: string): Promise<string> {
  const folder = name === "app" || name === "design" ? `${name}/` : `features/${name}/`;
  const own = files.filter((file) => file.startsWith(folder) && isCode(file));
  return (await Promise.all(own.map((file) => readFile(join(source, file), "utf8")))).join("\n");
}

function isCode(file: string): boolean {
  return /\.tsx?$/.test(file) && !/texts\.\w+\.ts$|\.test\.tsx?$/.test(file);
}

/** Named whole, or made of a fixed beginning and a value: t(`state.${run.status}`). */
function isUsed(key: string, code: string): boolean {
  if (code.includes(`"${key}"`) || code.includes(`:${key}"`) || code.includes(`\`${key}\``)) return true;
  const parts = key.split(".");
  for (let length = parts.length - 1; length > 0; length -= 1) {
    if (code.includes(`${parts.slice(0, length).join(".")}.\${`)) return true;
  }
  return false;
}
