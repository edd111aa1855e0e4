import type { z } from "zod";
import { describeItem } from "./item-mistakes.ts";
import { type ConfigKey, configKeys } from "./keys.ts";
import type { Locate } from "./locate.ts";
import type { ConfigMistakeCode, Described } from "./mistakes.ts";
import { type Tree, valueAt } from "./tree.ts";
import { whatWasMeant } from "./what-was-meant.ts";

/** Words one finding of the schema for an operator, never with the value of a secret. */
export function describeIssue(issue: z.core.$ZodIssue, tree: Tree, locate: Locate): readonly Described[] {
  const path = issue.path.map(String);
  const key = keyAround(path);
  if (key?.items && path.length > key.segments.length) return describeItem(issue, key, key.items, locate);
  if (key !== undefined) return [describeValue(key, tree, locate)];
  if (issue.code !== "unrecognized_keys") return [describeSection(path, locate)];
  return issue.keys.map((name) => {
    const misplaced = configKeys.find((each) => each.path === [...path, name].join("."));
    return misplaced === undefined
      ? describeUnknown([...path, name], locate)
      : describeMisplaced(misplaced, tree, locate);
  });
}

function keyAround(path: readonly string[]): ConfigKey | undefined {
  return configKeys.find(({ segments }) => segments.every((segment, index) => path[index] === segment));
}

function describeValue(key: ConfigKey, tree: Tree, locate: Locate): Described {
  const value = valueAt(tree, key.segments);
  const missing = value === undefined;
  const shown = missing || key.secret || key.items ? "" : `, not ${shorten(withoutUser(JSON.stringify(value)))}`;
  const section = key.segments.slice(0, -1);
  const chooser = key.onlyWith === null ? null : locate([...section, key.onlyWith.key]);
  const needed = key.onlyWith === null ? "" : ` (needed with ${key.onlyWith.key}: ${key.onlyWith.values.join(", ")})`;
  return {
    mistake: {
      code: scheduleCode(key.path) ?? (missing ? "config_value_missing" : "config_value_invalid"),
      path: key.path,
      where: locate(key.segments) ?? chooser,
      message: missing ? `${key.path} is missing${needed}.` : `${key.path} must be ${key.form}${shown}.`,
      cure: `${remedy(key, value)} docs/configuration.md explains ${key.path} (${key.env}).`,
    },
    concerns: [key.path],
    // What was missing cannot be taken out; the section that cannot be without it can.
    remove: missing ? section : key.segments,
    isMissing: missing,
  };
}

/** The usual slip with YAML is a quote too few or too many. */
function remedy(key: ConfigKey, value: unknown): string {
  const isText = typeof value === "string";
  if (!isText && value !== undefined && key.fromText("true") === "true" && key.fromText("1") === "1") {
    return "Put the value in quotes: it must be text.";
  }
  if (isText && typeof key.fromText(value) !== "string") return "Write the value without quotes.";
  return value === undefined ? `Set it to ${key.form}.` : "Correct it.";
}

function describeSection(path: readonly string[], locate: Locate): Described {
  const name = path.join(".");
  return {
    mistake: {
      code: scheduleCode(name) ?? "config_value_invalid",
      path: name,
      where: locate(path),
      message: `${name} must be a section with keys of its own.`,
      cure: `Write the keys under it: ${configKeys
        .filter((key) => key.path.startsWith(`${name}.`))
        .map((key) => key.path.slice(name.length + 1))
        .join(", ")}.`,
    },
    concerns: [name],
    remove: path,
    isMissing: false,
  };
}

function describeMisplaced(key: ConfigKey, tree: Tree, locate: Locate): Described {
  const chooser = key.onlyWith?.key ?? "";
  const section = key.segments.slice(0, -1);
  const chosen = String(valueAt(tree, [...section, chooser]));
  return {
    mistake: {
      code: scheduleCode(key.path) ?? "config_key_not_applicable",
      path: key.path,
      where: locate(key.segments),
      message: `${key.path} means nothing with ${chooser}: ${chosen}.`,
      cure: `Remove it, or set ${[...section, chooser].join(".")} to ${key.onlyWith?.values.join(" or ")}.`,
    },
    concerns: [],
    remove: key.segments,
    isMissing: false,
  };
}

function describeUnknown(path: readonly string[], locate: Locate): Described {
  const meant = whatWasMeant(path);
  const name = path.join(".");
  return {
    mistake: {
      code: "config_key_unknown",
      path: name,
      where: locate(path),
      message: `${shorten(name)} is no key of the configuration.`,
      cure: meant === undefined ? "Remove it; docs/configuration.md lists the keys." : `Did you mean ${meant}?`,
    },
    concerns: meant === undefined ? [] : [meant, meant.replace(/_file$/, "")],
    remove: path,
    isMissing: false,
  };
}

/** Wrong schedules have a code of their own and name the field (product.md 5.10). */
function scheduleCode(path: string): ConfigMistakeCode | undefined {
  const isSchedule = /^feishu\.services\.user_sync\.(schedule|time_zone)\b/.test(path);
  return isSchedule ? "config_schedule_invalid" : undefined;
}

/** An address with a password in it is refused as a value, and must not be repeated. */
function withoutUser(text: string): string {
  return text.replace(/\/\/[^/]*@/g, "//…@");
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
