import type { MessageTemplateView } from "@larkbridge/contract";

type Texts = MessageTemplateView["texts"];

const PLACEHOLDER = /\{\{\s*([a-z][a-z0-9_]{0,59})\s*\}\}/g;

/** Values that every template has without being handed them. */
const RECIPIENT_VALUES: readonly string[] = ["recipient_name", "recipient_username"];

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

/**
 * Values for a preview: what was typed, and for the rest something to be seen. Those of a template we came with are known to
 * the server, and what it lacks is a mistake to be told.
 */
export function valuesForPreview(
  template: Pick<MessageTemplateView, "built_in" | "texts">,
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  const given = Object.entries(typed).filter(([, value]) => value.trim() !== "");
  if (template.built_in) return Object.fromEntries(given);
  const { en, zh } = template.texts;
  const addresses = [en, zh].map(({ button }) => button?.url ?? "");
  const shown = valuesNeeded(template.texts).map((name) => {
    const isAddress = addresses.some((url) => new RegExp(`^\\s*\\{\\{\\s*${name}\\s*\\}\\}`).test(url));
    return [name, isAddress ? "https://example.com/" : name] as const;
  });
  return Object.fromEntries([...shown, ...given]);
}
