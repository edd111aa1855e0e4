import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type YAMLError } from "yaml";
import type { ConfigMistake, ConfigMistakeCode } from "./mistakes.ts";
import { isTree, type Tree } from "./tree.ts";
import { firstBadCharacter, readUtf8 } from "./utf8.ts";

/** Far above any real configuration; keeps a wrong path (a log, a disk image) from being parsed. */
const MAX_BYTES = 1024 * 1024;

/** Reads a file whole. Throws as `node:fs` does, with a `code` such as `ENOENT`. */
export type ReadFile = (path: string) => Uint8Array;

export interface ConfigFile {
  readonly tree: Tree;
  /** `file:line:column` of a key, or of the nearest section above it that is written. */
  readonly locate: (segments: readonly string[]) => string;
  readonly mistakes: readonly ConfigMistake[];
}

/** Reads the YAML file. Keys without a value count as left out. A file that cannot be used has an empty tree. */
export function readConfigFile(path: string, readFile: ReadFile): ConfigFile {
  const refuse = (code: ConfigMistakeCode, message: string, cure: string, where = path): ConfigFile => ({
    tree: {},
    locate: () => path,
    mistakes: [{ code, path: "", where, message, cure }],
  });
  let bytes: Uint8Array;
  try {
    bytes = readFile(path);
  } catch (cause) {
    const code = fileErrorCode(cause);
    if (code === "ENOENT") {
      return refuse("config_file_missing", `There is no file ${path}.`, "Check the path given with --config.");
    }
    return refuse(
      "config_file_unreadable",
      `${path} cannot be read (${code}).`,
      "Let the account that runs Larkbridge read it.",
    );
  }
  if (bytes.length > MAX_BYTES) {
    return refuse(
      "config_file_too_large",
      `${path} is larger than 1 MiB.`,
      "Check the path: this is no configuration.",
    );
  }
  const text = readUtf8(bytes);
  if (text === null) {
    const { line, column } = firstBadCharacter(bytes);
    return refuse(
      "config_not_utf8",
      `${path} is not UTF-8: line ${line}, column ${column} holds something else.`,
      "Save the file as UTF-8.",
      `${path}:${line}:${column}`,
    );
  }
  return readYaml(path, text);
}

/** The system's code for why a file could not be read. */
export function fileErrorCode(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "unknown error";
}

function readYaml(path: string, text: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const refused = [...document.errors, ...document.warnings].map((error) => yamlMistake(error, place(error.pos[0])));
  const locate = (segments: readonly string[]) => place(offsetOf(document, segments));
  if (refused.length > 0) return { tree: {}, locate, mistakes: refused };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch {
    const mistake = { code: "config_yaml_invalid", path: "", where: path } as const;
    const told = { message: `${path} repeats itself too often by aliases.`, cure: "Write the values out." };
    return { tree: {}, locate, mistakes: [{ ...mistake, ...told }] };
  }
  if (value === null || isTree(value)) return { tree: withoutNulls(value ?? {}), locate, mistakes: [] };
  const mistake = { code: "config_yaml_invalid", path: "", where: `${path}:1:1` } as const;
  const told = {
    message: `${path} holds no keys.`,
    cure: "Write `key: value` lines; see the sample in docs/configuration.md.",
  };
  return { tree: {}, locate, mistakes: [{ ...mistake, ...told }] };
}

/** In words of ours: the parser's own would quote the line, secrets included. */
function yamlMistake(error: YAMLError, where: string): ConfigMistake {
  const [what, cure] = YAML_WORDS[error.code] ?? [
    `is not valid YAML (${error.code})`,
    "Check indentation, colons and quotes there; put values with special characters in quotes.",
  ];
  return { code: "config_yaml_invalid", path: "", where, message: `${where} ${what}.`, cure };
}

const YAML_WORDS: Readonly<Partial<Record<YAMLError["code"], readonly [what: string, cure: string]>>> = {
  DUPLICATE_KEY: ["says a key a second time", "Keep one of the two."],
  TAB_AS_INDENT: ["is indented with a tab", "Indent with spaces."],
  BAD_INDENT: ["is not indented like its neighbours", "Give keys of one section the same number of spaces."],
  MISSING_CHAR: ["lacks a quote, bracket or colon", "Add the character that is missing."],
  MULTIPLE_DOCS: ["begins a second document", "Keep one document: remove the line with `---`."],
  TAG_RESOLVE_FAILED: ["uses a tag (`!…`) that means nothing here", "Remove it, or put the value in quotes."],
};

function withoutNulls(tree: Tree): Tree {
  const entries = Object.entries(tree).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, isTree(value) ? withoutNulls(value) : value]));
}

function offsetOf(document: Document, segments: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const segment of segments) {
    if (isSeq(node)) {
      const item: unknown = node.items[Number(segment)];
      offset = isNode(item) ? (item.range?.[0] ?? offset) : offset;
      node = item;
      continue;
    }
    if (!isMap(node)) break;
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === segment);
    if (pair === undefined) break;
    offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
    node = pair.value;
  }
  return offset;
}
