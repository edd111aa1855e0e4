/**
 * Family names the pinyin dictionary reads by the character's everyday sound, or does not know in traditional script.
 * Longest first matters: 单于 is a name of its own, not 单 with 于 as given name.
 */
const READINGS: readonly (readonly [name: string, syllables: readonly string[]])[] = [
  ["单于", ["chan", "yu"]],
  ["單于", ["chan", "yu"]],
  ["尉遲", ["yu", "chi"]],
  ["万俟", ["mo", "qi"]],
  ["萬俟", ["mo", "qi"]],
  ["子车", ["zi", "ju"]],
  ["長孫", ["zhang", "sun"]],
  ["樂正", ["yue", "zheng"]],
  ["种", ["chong"]],
  ["祭", ["zhai"]],
  ["秘", ["bi"]],
  ["佴", ["nai"]],
  ["乘", ["sheng"]],
  ["洗", ["xian"]],
  ["區", ["ou"]],
  ["單", ["shan"]],
  ["員", ["yun"]],
  ["繆", ["miao"]],
  ["樂", ["yue"]],
  ["蓋", ["ge"]],
];

/**
 * Puts a family name's own reading at the head of a name's syllables.
 *
 * @param name Han characters, the family name first
 * @param syllables one for each character of `name`
 */
export function readFamilyName(name: string, syllables: readonly string[]): readonly string[] {
  const own = READINGS.find(([familyName]) => name.startsWith(familyName));
  return own === undefined ? syllables : [...own[1], ...syllables.slice(own[1].length)];
}
