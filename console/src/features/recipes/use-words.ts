import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/index.ts";
import type { Words } from "./recipe.ts";

/** Says a recipe's sentence in the reader's language; what is the same in every language stays as it is. */
export function useWords(): (words: Words | string) => string {
  useTranslation();
  const language = currentLanguage();
  return (words) => (typeof words === "string" ? words : words[language]);
}
