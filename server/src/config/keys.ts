import { z } from "zod";
import { noteOf } from "./notes.ts";
import { settingsSchema } from "./settings.ts";

/** One key of the configuration, as all sources and pages see it. */
export interface ConfigKey {
  /** Dotted, as in the file. */
  readonly path: string;
  readonly segments: readonly string[];
  /** Environment name, by the one rule of product.md 5.9. */
  readonly env: string;
  readonly doc: string;
  /** Completes "must be …". */
  readonly form: string;
  readonly secret: boolean;
  /** `undefined` where there is none. */
  readonly default: unknown;
  /** A value as YAML where there is no default. */
  readonly sample: string | undefined;
  /** The choice a key belongs to: it is a mistake with any other. */
  readonly onlyWith: { readonly key: string; readonly values: readonly string[] } | null;
  /** Whether other keys depend on this one's value. */
  readonly chooses: boolean;
  /** Reads an environment variable's text; what it cannot read it hands on, for the schema to refuse. */
  readonly fromText: (text: string) => unknown;
  /** Of a list of sections: the keys each of them has, as paths within it. */
  readonly items: readonly ConfigKey[] | null;
}

/** A group of keys with what it is about. */
export interface ConfigSection {
  readonly path: string;
  readonly doc: string;
}

interface Found {
  readonly keys: Map<string, ConfigKey>;
  readonly sections: Map<string, ConfigSection>;
}

const found = collect(settingsSchema);

/** All keys in the schema's order. */
export const configKeys: readonly ConfigKey[] = [...found.keys.values()];
/** All sections in the schema's order. */
export const configSections: readonly ConfigSection[] = [...found.sections.values()];

/** `feishu.app_secret` → `feishu.app_secret_file`. */
export function withFileSuffix(key: ConfigKey): readonly string[] {
  return [...key.segments.slice(0, -1), `${key.segments.at(-1)}_file`];
}

function collect(schema: z.ZodObject): Found {
  const collected: Found = { keys: new Map(), sections: new Map() };
  walkObject(collected, schema, [], null, undefined);
  return collected;
}

function walkObject(
  into: Found,
  schema: z.ZodObject,
  segments: readonly string[],
  onlyWith: ConfigKey["onlyWith"],
  defaults: unknown,
): void {
  for (const [name, member] of Object.entries(schema.shape)) {
    const condition = onlyWith?.key === name ? null : onlyWith;
    walk(into, member as z.ZodType, [...segments, name], condition, onlyWith?.key === name, memberOf(defaults, name));
  }
}

function walk(
  into: Found,
  schema: z.ZodType,
  segments: readonly string[],
  onlyWith: ConfigKey["onlyWith"],
  chooses: boolean,
  inherited: unknown,
): void {
  const path = segments.join(".");
  const note = noteOf(schema, path);
  const { inner, fallback } = unwrap(schema);
  if (inner instanceof z.ZodObject) {
    into.sections.set(path, { path, doc: note.doc });
    walkObject(into, inner, segments, onlyWith, fallback ?? inherited);
  } else if (inner instanceof z.ZodDiscriminatedUnion) {
    into.sections.set(path, { path, doc: note.doc });
    const { discriminator } = inner.def;
    for (const option of inner.options as readonly z.ZodObject[]) {
      const [value] = (option.shape[discriminator] as z.ZodLiteral<string>).values;
      walkObject(into, option, segments, { key: discriminator, values: [String(value)] }, fallback ?? inherited);
    }
  } else {
    addKey(into, {
      path,
      segments,
      env: `LARKBRIDGE_${segments.join("_").toUpperCase()}`,
      doc: note.doc,
      form: note.form ?? formOf(inner),
      secret: note.secret ?? false,
      default: fallback === undefined ? inherited : schema.parse(fallback),
      sample: note.sample,
      onlyWith,
      chooses,
      fromText: note.fromText ?? scalarReader(inner),
      items:
        inner instanceof z.ZodArray && inner.element instanceof z.ZodObject
          ? [...collect(inner.element).keys.values()]
          : null,
    });
  }
}

/** A key that several choices have in common is one key. */
function addKey(into: Found, key: ConfigKey): void {
  const same = into.keys.get(key.path);
  if (same === undefined) {
    into.keys.set(key.path, key);
    return;
  }
  const [own, other] = [key.onlyWith?.values ?? [], same.onlyWith?.values ?? []];
  into.keys.set(key.path, {
    ...same,
    form: same.form === key.form ? key.form : joinForms(same, key),
    onlyWith: key.onlyWith === null ? null : { key: key.onlyWith.key, values: [...other, ...own] },
    doc: same.doc === key.doc ? key.doc : `${same.doc} ${key.doc}`,
    fromText: (text) => (typeof same.fromText(text) === "string" ? key.fromText(text) : same.fromText(text)),
  });
}

function joinForms(a: ConfigKey, b: ConfigKey): string {
  if (a.chooses) return `${a.form}, ${b.form}`;
  const named = (key: ConfigKey) => `${key.form} (${key.onlyWith?.key}: ${key.onlyWith?.values.join(", ")})`;
  return `${named(a)} or ${named(b)}`;
}

function unwrap(schema: z.ZodType): { inner: z.ZodType; fallback?: unknown } {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrap(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return { inner: unwrap(schema.unwrap() as z.ZodType).inner, fallback: schema.def.defaultValue };
  }
  return { inner: schema };
}

function formOf(schema: z.ZodType): string {
  if (schema instanceof z.ZodBoolean) return "true or false";
  if (schema instanceof z.ZodEnum) return `one of ${schema.options.join(", ")}`;
  if (schema instanceof z.ZodLiteral) return [...schema.values].join(", ");
  if (schema instanceof z.ZodNumber) {
    return `a ${schema.isInt ? "whole " : ""}number from ${schema.minValue} to ${schema.maxValue}`;
  }
  if (schema instanceof z.ZodString) return "text";
  throw new Error("a key with several forms must word them in its note");
}

function scalarReader(schema: z.ZodType): (text: string) => unknown {
  const kinds = schema instanceof z.ZodUnion ? (schema.options as readonly z.ZodType[]) : [schema];
  const boolean = kinds.some((kind) => kind instanceof z.ZodBoolean);
  const number = kinds.some((kind) => kind instanceof z.ZodNumber);
  return (text) => {
    if (boolean && (text === "true" || text === "false")) return text === "true";
    if (number && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
    return text;
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
