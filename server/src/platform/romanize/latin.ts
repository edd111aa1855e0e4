/** Letters whose plain form Unicode's decomposition does not give (they are letters of their own, not letter + accent). */
const PLAIN: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ŋ: "ng",
  ı: "i",
  ŧ: "t",
};

/**
 * Writes Latin letters without accents, in lower case. Apostrophes vanish (O'Brien → obrien), hyphens stay, every other
 * run of foreign characters becomes one dot, the border between two words.
 */
export function plainLatin(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/['’ʼ`]/g, "")
    .replace(/[^\0-\x7f]/gu, (letter) => PLAIN[letter] ?? " ")
    .replace(/[^a-z0-9-]+/g, ".");
}
