import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import {
  chosenLanguage,
  LANGUAGE_TAGS,
  LANGUAGES,
  type Language,
  readStoredLanguage,
  storeLanguage,
} from "./language.ts";
import { LDAP_PROBLEMS, MESSAGE_PROBLEMS, PAGE_PROBLEMS, textFiles } from "./texts.ts";

export { LANGUAGE_NAMES, LANGUAGE_TAGS, LANGUAGES, type Language } from "./language.ts";

/** Loads the shell's texts in the reader's language; pages load theirs when they open. */
export async function startI18n(): Promise<void> {
  const language = chosenLanguage(readStoredLanguage(), navigator.languages);
  i18next.on("languageChanged", (chosen) => {
    document.documentElement.lang = LANGUAGE_TAGS[chosen as Language];
  });
  await i18next
    .use(textFiles)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      supportedLngs: LANGUAGES,
      ns: ["app", "design", "problems"],
      defaultNS: "app",
      fallbackNS: [PAGE_PROBLEMS, LDAP_PROBLEMS, MESSAGE_PROBLEMS],
      returnNull: false,
      interpolation: { escapeValue: false },
    });
}

/** Loads the words of a feature beside its page; a page whose words are missing waits for them. */
export async function loadWords(...namespaces: readonly string[]): Promise<void> {
  await i18next.loadNamespaces(namespaces);
}

/** Changes the language of the page and remembers it on this device. */
export async function changeLanguage(language: Language): Promise<void> {
  storeLanguage(language);
  await i18next.changeLanguage(language);
}

/** The language in use. */
export function currentLanguage(): Language {
  return i18next.language === "zh" ? "zh" : "en";
}
