import type { RefusalCode } from "./oauth-refusal.ts";

/** What the authorize page says, in the two languages it speaks. */
export interface AuthorizeTexts {
  readonly lang: string;
  readonly brand: string;
  readonly title: (app: string) => string;
  readonly asks: string;
  readonly asksIdentity: string;
  readonly search: string;
  readonly searchHint: string;
  readonly find: string;
  readonly people: string;
  readonly nobody: string;
  readonly more: (shown: number) => string;
  readonly signedIn: string;
  readonly continueAs: (name: string) => string;
  readonly somebodyElse: string;
  readonly deny: string;
  readonly frozen: string;
  readonly unavailable: string;
  readonly failed: string;
  readonly code: string;
  readonly advice: Readonly<Partial<Record<RefusalCode, string>>>;
}

const CHINESE: AuthorizeTexts = {
  lang: "zh-CN",
  brand: "飞书模拟器：无需密码，选择一个人即可",
  title: (app) => `授权 ${app} 使用飞书登录`,
  asks: "应用请求以下权限：",
  asksIdentity: "获取你的身份信息",
  search: "查找人员",
  searchHint: "姓名、邮箱、用户 ID 或工号",
  find: "查找",
  people: "以谁的身份授权？",
  nobody: "没有符合条件的人。",
  more: (shown) => `仅显示前 ${shown} 人，请缩小查找范围。`,
  signedIn: "已登录飞书",
  continueAs: (name) => `以 ${name} 的身份继续`,
  somebodyElse: "换一个人",
  deny: "拒绝授权",
  frozen: "账号已暂停",
  unavailable: "不在应用可用范围内",
  failed: "无法授权",
  code: "错误码",
  advice: {
    20001: "授权链接缺少必需参数。",
    20008: "没有这个用户。",
    20027: "应用尚未开通所请求的权限。请先在开发者后台开通。",
    20029: "重定向 URL 不在该应用的重定向 URL 列表中。请在开发者后台的“安全设置”中添加。",
    20048: "没有这个应用。请检查 client_id。",
    20063: "授权链接的参数有误。",
    20069: "应用未启用。",
  },
};

const ENGLISH: AuthorizeTexts = {
  lang: "en",
  brand: "Feishu emulator: no password, choose a person",
  title: (app) => `Let ${app} sign you in with Feishu`,
  asks: "The app asks for:",
  asksIdentity: "who you are",
  search: "Find people",
  searchHint: "Name, e-mail, user ID or employee number",
  find: "Find",
  people: "Who agrees?",
  nobody: "Nobody fits.",
  more: (shown) => `Only the first ${shown} are shown. Search for less.`,
  signedIn: "Signed in to Feishu",
  continueAs: (name) => `Continue as ${name}`,
  somebodyElse: "Somebody else",
  deny: "Deny",
  frozen: "suspended",
  unavailable: "may not use this app",
  failed: "This authorization is not possible",
  code: "Error code",
  advice: {
    20001: "The link lacks a required parameter.",
    20008: "There is no such user.",
    20027: "The app does not hold a scope it asks for. Enable it in the developer console first.",
    20029: "The redirect URL is not on this app's list. Add it in the developer console under Security settings.",
    20048: "There is no such app. Check client_id.",
    20063: "A parameter of the link is malformed.",
    20069: "The app is not enabled.",
  },
};

/** The first language of `Accept-Language` the page speaks; Chinese where it names none. */
export function textsFor(acceptLanguage: string | undefined): AuthorizeTexts {
  const spoken = (acceptLanguage ?? "").split(",").map((entry) => entry.trim().slice(0, 2).toLowerCase());
  return spoken.find((tag) => tag === "zh" || tag === "en") === "en" ? ENGLISH : CHINESE;
}
