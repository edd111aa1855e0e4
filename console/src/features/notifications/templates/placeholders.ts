import type { MessageTemplateView } from "@larkbridge/contract";

type Texts = MessageTemplateView["texts"];

const PLACEHOLDER = /\{\{\s*([a-z][a-z0-9_]{0,59})\s*\}\}/g;

/** Values that every template has without being handed them. */
export const RECIPIENT_VALUES: readonly string[] = ["recipient_name", "recipient_username"];

/** The values a template needs beyond those, both languages together, in order of the alphabet. */
export function valuesNeeded(texts: Texts): readonly string[] {
  const parts = [texts.en, texts.zh].flatMap(({ title, body, button }) => [
    title,
    body,
    ...(button === null ? [] : [button.label, button.url]),
  ]);
  const names = parts.flatMap((part) => [...part.matchAll(PLACEHOLDER)].map((match) => match[1] as string));
  return [...new Set(names)].filter((name) => !RECIPIENT_VALUES.includes(name)).sort();
}

/** Values without those that are empty: samples, or a refusal, stand for what is missing. */
export function withoutEmpty(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
}
