import { readFamilyName } from "./family-names.ts";
import { plainLatin } from "./latin.ts";

/** Characters of a name that are looked at; a username has room for far fewer. */
const MAX_CHARACTERS = 64;

/** Turns a person's name into `a-z`, digits, `.` and `-`; "" when nothing remains. */
export type Romanize = (name: string) => string;

/**
 * Loads the pinyin dictionary (about 60 ms and 15 MB) and makes the function that uses it. Load it where names are first
 * needed, not at start.
 */
export async function loadRomanizer(): Promise<Romanize> {
  const { pinyin } = await import("pinyin-pro");
  const readWord = (han: string) => pinyin(han, { type: "array", toneType: "none", v: true });
  const readName = (han: string) => {
    const [head = ""] = pinyin(han, { type: "array", toneType: "none", v: true, mode: "surname", surname: "head" });
    const [first = ""] = han;
    // The given name is read as a word of its own: in surname mode the dictionary forgets words like 重阳.
    return readFamilyName(han, [head, ...readWord(han.slice(first.length))]);
  };

  return (name) => {
    let first = true;
    const syllables = (han: string) => {
      const read = first ? readName(han) : readWord(han);
      first = false;
      return read.join("");
    };
    // Compatibility composition first: full-width letters and compatibility ideographs become the usual ones.
    const text = withoutAside([...name.normalize("NFKC")].slice(0, MAX_CHARACTERS).join(""));
    return plainLatin(text.replace(/\p{Script=Han}+/gu, syllables))
      .replace(/[.-]*\.[.-]*/g, ".")
      .replace(/^[.-]+|[.-]+$/g, "");
  };
}

/** Leaves out what stands in brackets, as in 张三（市场部）, unless that is all there is. */
function withoutAside(name: string): string {
  const rest = name.replace(/[([{【〔「《<].*?[)\]}】〕」》>]/gu, " ");
  return /[\p{L}\p{N}]/u.test(rest) ? rest : name;
}
