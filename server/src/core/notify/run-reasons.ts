import type { Language } from "./message.ts";

/** Why runs fail, are held or leave something out, in the words the console uses. A message has no page to look them up in. */
const REASONS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  removal_guard: { en: "Unusually many removals", zh: "移除数量异常" },
  contact_range_shrunk: { en: "The app sees less than before", zh: "应用可见范围变小" },
  visible_people_fell: { en: "Far fewer people are visible", zh: "可见人数大幅减少" },
  mass_attribute_change: { en: "One field changes for most people", zh: "多数人的同一字段发生变化" },
  source_empty: { en: "Feishu shows nobody", zh: "飞书未返回任何人" },
  contact_range_empty: { en: "The app may see nobody", zh: "应用看不到任何人" },
  unknown_tenant: { en: "These look like other people", zh: "人员与现有目录不符" },
  department_cycle: { en: "Departments go round in a circle", zh: "部门上下级形成循环" },
  locked_fields_unreadable: { en: "Needed fields may not be read", zh: "必需字段不可读取" },
  source_unreadable: { en: "Feishu could not be read", zh: "无法读取飞书" },
  source_incomplete: { en: "The reading was incomplete", zh: "读取不完整" },
  records_failed: { en: "Some records failed", zh: "部分记录失败" },
  target_unknown: { en: "Nobody knows this record", zh: "找不到此记录" },
  user_sync_disabled: { en: "Sync is switched off", zh: "用户和组织架构同步未开启" },
  internal_error: { en: "Something went wrong here", zh: "服务内部出错" },
  feishu_unreachable: { en: "Feishu cannot be reached", zh: "无法连接飞书" },
  feishu_timeout: { en: "Feishu did not answer in time", zh: "飞书未及时响应" },
  feishu_app_unknown: { en: "The App ID is unknown", zh: "App ID 不存在" },
  feishu_secret_wrong: { en: "The App Secret is wrong", zh: "App Secret 不正确" },
  feishu_wrong_region: { en: "The app lives in the other region", zh: "应用属于另一个区域" },
  feishu_app_disabled: { en: "The app is not enabled", zh: "应用未启用" },
  feishu_permission_missing: { en: "A permission is missing", zh: "缺少权限" },
  feishu_no_department_authority: { en: "A department is out of range", zh: "部门不在权限范围内" },
  feishu_no_user_authority: { en: "A person is out of range", zh: "用户不在权限范围内" },
  feishu_rate_limited: { en: "Feishu asks to slow down", zh: "飞书要求放慢请求" },
  feishu_quota_exhausted: { en: "The call quota is used up", zh: "调用额度已用完" },
  feishu_server_error: { en: "Feishu has trouble", zh: "飞书服务异常" },
  feishu_request_refused: { en: "Feishu refused a request", zh: "飞书拒绝了请求" },
  feishu_answer_invalid: { en: "Feishu's answer makes no sense", zh: "无法理解飞书的响应" },
  feishu_encoding_invalid: { en: "Feishu's answer is not UTF-8", zh: "飞书的响应不是 UTF-8" },
  feishu_page_token_invalid: { en: "A list could not be read to its end", zh: "列表未能读完" },
  feishu_ip_not_allowed: { en: "This address is not allowed", zh: "本机地址不在白名单内" },
  feishu_token_refused: { en: "Feishu refuses its own token", zh: "飞书拒绝了自己的令牌" },
  feishu_group_in_range: { en: "A user group is in the contact range", zh: "通讯录权限范围中有用户组" },
};

/** Reasons of a run as a sentence has them: "The reading was incomplete; Some records failed". Unknown ones keep their code. */
export function describeReasons(codes: readonly string[], language: Language): string {
  return [...new Set(codes)].map((code) => REASONS[code]?.[language] ?? code).join(language === "zh" ? "；" : "; ");
}
