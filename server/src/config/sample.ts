import { type ConfigKey, configKeys, configSections } from "./keys.ts";

/**
 * Renders a `larkbridge.yaml` with every key commented out (`#key: …`) at its default, or with a made-up value where there
 * is none. A copy of it declares nothing, so nothing becomes read-only in the console before somebody chooses it.
 */
export function renderSample(): string {
  const sections = new Map(configSections.map((section) => [section.path, section]));
  const lines: string[] = [];
  const opened = new Set<string>([""]);
  const chosen = new Set<string>();
  for (const key of configKeys) {
    const above = key.segments.slice(0, -1);
    const sectionPath = above.join(".");
    const isChoice = key.chooses || key.onlyWith !== null;
    above.forEach((name, depth) => {
      const path = above.slice(0, depth + 1).join(".");
      if (opened.has(path)) return;
      opened.add(path);
      if (depth === 0) lines.push("");
      lines.push(...comment(sections.get(path)?.doc ?? "", depth));
      if (!(isChoice && path === sectionPath)) lines.push(`${indent(depth)}${name}:`);
    });
    if (!isChoice) {
      lines.push(...comment(key.doc, above.length), `${indent(above.length)}${sampleLine(key)}`);
    } else if (!chosen.has(sectionPath)) {
      chosen.add(sectionPath);
      lines.push(...choices(sectionPath).map((line) => indent(above.length - 1) + line));
    }
  }
  return `${lines.join("\n").trim()}\n`;
}

/** One line for each choice. */
function choices(sectionPath: string): readonly string[] {
  const members = configKeys.filter((key) => key.segments.slice(0, -1).join(".") === sectionPath);
  const chooser = members.find((key) => key.chooses);
  if (chooser === undefined) throw new Error(`${sectionPath} has no key that chooses`);
  const name = sectionPath.split(".").at(-1);
  return chooser.form.split(", ").map((choice) => {
    const others = members.filter((key) => key.onlyWith?.values.includes(choice));
    const pairs = [`${chooser.segments.at(-1)}: ${choice}`, ...others.map((key) => plainPair(key, choice))];
    return `#${name}: { ${pairs.join(", ")} }`;
  });
}

function plainPair(key: ConfigKey, choice: string): string {
  const name = key.segments.at(-1);
  // The one key whose values depend on the choice has the first choice's sample.
  const value = choice === "monthly" && name === "day" ? "last" : (key.sample ?? yamlOf(key.default));
  return `${name}: ${value}`;
}

function sampleLine(key: ConfigKey): string {
  const name = key.segments.at(-1);
  return `#${name}: ${key.default === undefined ? key.sample : yamlOf(key.default)}`;
}

function yamlOf(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, member]) => `${name}: ${yamlOf(member)}`)
      .join(", ")} }`;
  }
  return String(value);
}

function comment(doc: string, depth: number): readonly string[] {
  return doc === "" ? [] : [`${indent(depth)}# ${doc}`];
}

function indent(depth: number): string {
  return "  ".repeat(depth);
}
