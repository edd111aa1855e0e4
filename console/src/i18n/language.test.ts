import { expect, it } from "vitest";
import { chosenLanguage } from "./language.ts";

it.each([
  ["zh", ["en-GB"], "zh"],
  [null, ["fr-FR", "zh-TW", "en"], "zh"],
  [null, ["de", "en-US"], "en"],
  [null, ["fr"], "en"],
  ["de", ["zh"], "zh"],
])("with %s remembered and %j asked for speaks %s", (stored, asked, language) => {
  expect(chosenLanguage(stored, asked)).toBe(language);
});
