/** The languages of the console. */
export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a language calls itself, and its tag for `lang`, Intl and the server. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", zh: "中文" };
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { en: "en", zh: "zh-CN" };

const STORED_AS = "larkbridge-language";

/** The language chosen on this device before, else the first the browser asks for that we have, else English. */
export function chosenLanguage(stored: string | null, asked: readonly string[]): Language {
  if (stored === "en" || stored === "zh") return stored;
  for (const tag of asked) {
    if (tag.toLowerCase().startsWith("zh")) return "zh";
    if (tag.toLowerCase().startsWith("en")) return "en";
  }
  return "en";
}

export function readStoredLanguage(): string | null {
  return localStorage.getItem(STORED_AS);
}

export function storeLanguage(language: Language): void {
  localStorage.setItem(STORED_AS, language);
}
