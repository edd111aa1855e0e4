/**
 * The names the generator draws from. Family and given names are unique by pinyin, so that a person's e-mail can be made
 * of them; the awkward ones are the cast every tenant begins with.
 */

/** Chinese family names with their reading; polyphones (单, 查, 盖, 区, 朴, 翟, 缪) and two-character names included. */
export const FAMILY_NAMES: readonly (readonly [name: string, latin: string])[] = pairs(
  "张zhang 王wang 李li 刘liu 陈chen 杨yang 赵zhao 黄huang 周zhou 吴wu 徐xu 孙sun 胡hu 朱zhu 高gao 林lin 何he 郭guo 马ma 罗luo " +
    "梁liang 宋song 郑zheng 谢xie 韩han 唐tang 冯feng 于yu 董dong 萧xiao 程cheng 曹cao 袁yuan 邓deng 傅fu 沈shen 曾zeng 彭peng " +
    "苏su 卢lu 蒋jiang 蔡cai 贾jia 丁ding 魏wei 薛xue 叶ye 阎yan 潘pan 杜du 戴dai 夏xia 钟zhong 田tian 任ren 范fan 方fang 石shi " +
    "姚yao 谭tan 廖liao 邹zou 熊xiong 金jin 郝hao 孔kong 白bai 崔cui 康kang 毛mao 邱qiu 秦qin 顾gu 侯hou 邵shao 孟meng 龙long " +
    "万wan 段duan 雷lei 钱qian 尹yin 易yi 常chang 乔qiao 赖lai 龚gong 文wen 单shan 查zha 盖ge 区ou 朴piao 翟zhai 缪miao " +
    "欧阳ouyang 尉迟yuchi 司马sima 诸葛zhuge 上官shangguan",
);

const GIVEN_SYLLABLES = pairs(
  "伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan 杰jie 娟juan 涛tao 明ming 超chao 霞xia 平ping " +
    "刚gang 桂gui 英ying 华hua 玉yu 兰lan 红hong 鹏peng 飞fei 雪xue 琳lin 晨chen 思si 浩hao 轩xuan 博bo 文wen 佳jia 欣xin 怡yi " +
    "子zi 涵han 凯kai 龙long 建jian 国guo 春chun 秀xiu",
);

/** Given names of one and two syllables, unique by reading. */
export const GIVEN_NAMES: readonly (readonly [name: string, latin: string])[] = givenNames();

/** Names that break careless software; the first people of every tenant carry them. */
export const AWKWARD_NAMES: readonly string[] = [
  "张三🙂",
  "O'Brien, Sean",
  '王"大锤"',
  "A+B=C",
  "Back\\Slash",
  "#hash",
  "  前后空白 ",
  "王 小明",
  "单晓东",
  "解语花",
  "仇英男",
  "曾子墨",
  "覃海",
  "尉迟真金",
  "مريم العلي",
  "Zoë Müller",
  "Zoe\u0308 Muller",
  "👨‍👩‍👧‍👦",
  "Ｔｏｍ Ｌｅｅ",
  "𠮷田太郎",
  "<b>粗体</b>",
  "a=b,c=d",
  "*(uid=*)",
  "-dash",
  "null",
  "0",
  "Ιωάννα",
  "ß",
  "Robert'); DROP TABLE users;--",
  "李雷/韩梅梅",
  "陈%20空格",
  "=1+1",
  "Sir Reginald Bartholomew Featherstonehaugh-Cholmondeley of Upper Wibblington on the Marsh, the Younger of that Name",
];

/** What namesakes are called. */
export const COMMON_NAMES: readonly string[] = ["张伟", "王芳", "李娜", "刘洋", "陈静"];

/** Department names that break careless software (no slash: the platform forbids it, 43029). */
export const AWKWARD_DEPARTMENT_NAMES: readonly string[] = [
  "R&D",
  "销售部, 华东",
  '"特殊"项目部',
  "C++ 组",
  "反斜杠\\部",
  "#1 团队",
  " 前后空白 ",
  "🚀 Rocket",
  "Équipe d'été",
  "ou=fake,dc=x",
  "行政  部",
];

/** What departments do, in Chinese and English. */
export const DEPARTMENT_DUTIES: readonly (readonly [zh: string, en: string])[] = [
  ["研发部", "Engineering"],
  ["产品部", "Product"],
  ["设计部", "Design"],
  ["销售部", "Sales"],
  ["市场部", "Marketing"],
  ["客户成功部", "Customer Success"],
  ["人力资源部", "People"],
  ["财务部", "Finance"],
  ["法务部", "Legal"],
  ["信息技术部", "IT"],
  ["供应链部", "Supply Chain"],
  ["生产部", "Production"],
  ["质量部", "Quality"],
  ["数据平台", "Data Platform"],
  ["基础架构", "Infrastructure"],
  ["安全部", "Security"],
];

export const JOB_TITLES: readonly string[] = [
  "工程师",
  "高级工程师",
  "产品经理",
  "设计师",
  "Sales Manager",
  "会计",
  "HRBP",
  "Team Lead",
  "实习生",
  "Director",
];

export const CITIES: readonly string[] = ["北京", "上海", "深圳", "杭州", "成都", "Singapore", "武汉"];

function pairs(text: string): [string, string][] {
  return text.split(" ").map((word) => {
    const latin = word.replace(/^[^a-z]+/, "");
    return [word.slice(0, word.length - latin.length), latin];
  });
}

function givenNames(): [string, string][] {
  const seen = new Map<string, [string, string]>();
  for (const [name, latin] of GIVEN_SYLLABLES) seen.set(latin, [name, latin]);
  for (const [first, firstLatin] of GIVEN_SYLLABLES) {
    for (const [second, secondLatin] of GIVEN_SYLLABLES) {
      const latin = firstLatin + secondLatin;
      // "xian" may be one name or two: only the first reading is kept, so an e-mail stays unique.
      if (first !== second && !seen.has(latin)) seen.set(latin, [first + second, latin]);
    }
  }
  return [...seen.values()];
}
