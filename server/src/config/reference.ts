import { type ConfigKey, configKeys, configSections } from "./keys.ts";
import { renderSample } from "./sample.ts";

const INTRODUCTION = `# Configuration

<!-- Rendered from the schema in server/src/config by \`larkbridge config reference\`. Change it there. -->

Larkbridge reads \`larkbridge.yaml\` (in the folder it is started in, or the file named by \`--config\`) and the environment.

- **Names** follow one rule: \`feishu.app_id\` in the file is \`LARKBRIDGE_FEISHU_APP_ID\` in the environment.
- **The environment wins** over the file, key by key. An empty variable, or a key without a value, counts as not set.
- **Secrets** may stand in a file of their own: \`app_secret_file: /run/secrets/app\` or \`LARKBRIDGE_FEISHU_APP_SECRET_FILE\`.
  The file holds the secret alone; a line end after it is ignored.
- **Relative paths** count from the folder the program is started in.
- **What is set here is authoritative** and read-only in the console, which shows it as set by file. Everything else is
  kept in the database. The first owner (\`admin\`) and the first token (\`api_token\`) are made once.
- **Mistakes** are reported all together, each with its place and its cure; the program then exits with status 2. Unknown
  keys and unknown \`LARKBRIDGE_*\` variables are mistakes. \`larkbridge config check\` looks without starting anything.
- \`LARKBRIDGE_URL\`, \`LARKBRIDGE_TOKEN\` and \`LARKBRIDGE_TOKEN_FILE\` belong to the commands that speak to a running server.

Without \`master_key\`, \`serve\` on the embedded database makes a key beside the data directory (\`./data\` → \`./data.key\`, mode
0600). Keep a copy of it: without the key no secret in the database can be read again, and no backup holds it.
`;

/** Renders \`docs/configuration.md\`. */
export function renderReference(): string {
  const top = renderSection("", "The process itself.");
  const sections = configSections.map(({ path, doc }) => renderSection(path, doc)).filter((text) => text !== "");
  const sample = `## Sample\n\nEvery key, commented out, at its default or with a made-up value. Take the \`#\` from those you want to set.\n\n\`\`\`yaml\n${renderSample()}\`\`\`\n`;
  return [INTRODUCTION, "## Keys\n", top, ...sections, sample].join("\n");
}

function renderSection(path: string, doc: string): string {
  const keys = configKeys.filter((key) => key.segments.slice(0, -1).join(".") === path);
  if (keys.length === 0) return "";
  const lists = keys.flatMap((key) => (key.items === null ? [] : [renderItems(key, key.items)]));
  const title = path === "" ? "### Top level" : `### \`${path}\``;
  const head = "| Key and environment name | Value | Default | Meaning |\n|---|---|---|---|";
  return `${title}\n\n${doc}\n\n${head}\n${keys.map(renderKey).join("\n")}\n${lists.map((list) => `\n${list}`).join("")}`;
}

/** The keys of a list's items; they have no names in the environment, where the list is one value. */
function renderItems(list: ConfigKey, items: readonly ConfigKey[]): string {
  const rows = items.map((key) => {
    const [, form, fallback, doc] = cellsOf(key, "");
    return `| \`${key.path}\` | ${form} | ${fallback} | ${doc} |`;
  });
  return `### \`${list.path}[]\`\n\nEach item of the list.\n\n| Key | Value | Default | Meaning |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}

function renderKey(key: ConfigKey): string {
  return `| ${cellsOf(key, `, \`${key.env}_FILE\``).join(" | ")} |`;
}

/** @param secretVariable how the environment names the file of a secret */
function cellsOf(key: ConfigKey, secretVariable: string): readonly string[] {
  const names = [`\`${key.path}\``, `\`${key.env}\``];
  const only = key.onlyWith === null ? "" : ` Only with \`${key.onlyWith.key}\`: ${key.onlyWith.values.join(", ")}.`;
  const secret = key.secret ? ` Secret: also \`${key.path}_file\`${secretVariable}.` : "";
  const fallback = key.default === undefined ? "none" : `\`${renderDefault(key.default)}\``;
  const cells = [names.join("<br>"), key.form, fallback, key.doc + only + secret];
  return cells.map((cell) => cell.replaceAll("|", "\\|"));
}

function renderDefault(value: unknown): string {
  return typeof value === "string"
    ? value
    : JSON.stringify(value)
        .replaceAll('"', "")
        .replaceAll(/([:,])/g, "$1 ");
}
