/** Family names of two characters; every other Chinese one has one. */
const TWO = new Set(
  (
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 夏侯 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 宇文 长孙 長孫 司徒 司空 轩辕 軒轅 端木 百里 东郭 東郭 " +
    "南宫 南宮 西门 西門 独孤 獨孤 闻人 聞人 赫连 赫連 澹台 澹臺 公冶 宗政 濮阳 濮陽 淳于 单于 單于 太叔 申屠 仲孙 仲孫 钟离 鍾離 鲜于 鮮于 闾丘 閭丘 " +
    "呼延 拓跋 万俟 萬俟 第五 子车 子車 乐正 樂正 公羊 谷梁 梁丘 左丘 东门 東門 段干 漆雕 拓拔"
  ).split(" "),
);

/**
 * Splits a name into family and given name. In Chinese the family name comes first, one character or one of the known pairs;
 * elsewhere it is the last word. A single word is a family name alone, since no entry may be without one.
 */
export function splitName(name: string): { readonly family: string; readonly given: string } {
  const text = name.trim();
  const words = text.split(/\s+/u);
  if (/^\p{Script=Han}/u.test(text)) {
    if (words.length > 1) return { family: words[0] as string, given: words.slice(1).join(" ") };
    // 买买提·阿不都 and the like: the part behind the dot is no given name.
    if (/[·•‧・]/u.test(text)) return { family: text, given: "" };
    const characters = [...text];
    const pair = characters.slice(0, 2).join("");
    const length = characters.length > 2 && TWO.has(pair) ? 2 : 1;
    return { family: characters.slice(0, length).join(""), given: characters.slice(length).join("") };
  }
  return { family: words.at(-1) ?? text, given: words.slice(0, -1).join(" ") };
}
