import { err, ok, type Result } from "../kernel/result.ts";
import type { Language } from "./message.ts";

/** A button that opens a page; its address is `http` or `https` once it is filled in. */
interface TemplateButton {
  readonly label: string;
  readonly url: string;
}

/** One language's texts. `{{name}}` stands for a value. */
export interface TemplateTexts {
  readonly title: string;
  /** Lines; in a card the sender's own markdown. */
  readonly body: string;
  readonly button: TemplateButton | null;
}

/** A message with places for values, in both languages. */
export interface Template {
  readonly format: "text" | "post" | "card";
  readonly texts: { readonly [language in Language]: TemplateTexts };
}

/** Values every template may use without being handed them. */
export const RECIPIENT_VALUES = ["recipient_name", "recipient_username"] as const;

const PLACEHOLDER = /\{\{\s*([a-z][a-z0-9_]{0,59})\s*\}\}/g;

const partsOf = ({ title, body, button }: TemplateTexts): readonly string[] =>
  button === null ? [title, body] : [title, body, button.label, button.url];

/** The names a template needs values for, both languages together, in order of the alphabet. */
export function placeholdersOf({ texts }: Template): readonly string[] {
  const names = [texts.en, texts.zh]
    .flatMap(partsOf)
    .flatMap((part) => [...part.matchAll(PLACEHOLDER)].map((match) => match[1] as string));
  return [...new Set(names)].sort();
}

/** The first text in which a `{{` or `}}` is no placeholder: a slip that would be sent to people as it stands. */
export function findSlip({ texts }: Template): { readonly language: Language; readonly text: string } | undefined {
  for (const language of ["en", "zh"] as const) {
    const text = partsOf(texts[language]).find((part) => /\{\{|\}\}/.test(part.replace(PLACEHOLDER, "")));
    if (text !== undefined) return { language, text };
  }
  return undefined;
}

/** Values by placeholder. */
export type Values = { readonly [name: string]: string };

/** Which values a template needs and was not handed. */
export function missingValues(template: Template, values: Values): readonly string[] {
  return placeholdersOf(template).filter((name) => !Object.hasOwn(values, name));
}

/**
 * Fills a text in one pass, so that braces inside a value stay what they are.
 *
 * @returns the names without a value where there are any
 */
export function fill(
  text: string,
  values: Values,
  escapeValue: (value: string) => string,
): Result<string, { readonly missing: readonly string[] }> {
  const missing: string[] = [];
  const filled = text.replace(PLACEHOLDER, (_, name: string) => {
    if (!Object.hasOwn(values, name)) missing.push(name);
    return escapeValue(values[name] ?? "");
  });
  return missing.length > 0 ? err({ missing }) : ok(filled);
}
