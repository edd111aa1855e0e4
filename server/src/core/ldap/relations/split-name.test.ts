import { expect, test } from "vitest";
import { splitName } from "./split-name.ts";

test.each([
  ["张三", "张", "三"],
  ["欧阳修", "欧阳", "修"],
  ["歐陽修", "歐陽", "修"],
  ["司马", "司", "马"],
  ["单雄信", "单", "雄信"],
  ["张", "张", ""],
  ["张 三丰", "张", "三丰"],
  ["𠮷野家", "𠮷", "野家"],
  ["阿依古丽·买买提", "阿依古丽·买买提", ""],
  ["Anna van der Berg", "Berg", "Anna van der"],
  ["Cher", "Cher", ""],
  ["🐼", "🐼", ""],
])("%s is the family %s and the given name %s", (name, family, given) => {
  expect(splitName(name)).toEqual({ family, given });
});
