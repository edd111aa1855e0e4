/** The words of the provider's own pages. */

export type Language = "en" | "zh";

const en = {
  deviceTitle: "Sign in on a device",
  deviceHelp: "Enter the code your device or command line shows.",
  deviceCode: "Code",
  deviceContinue: "Continue",
  confirmTitle: "Is this the code you see?",
  confirmHelp: "Continue only if you started this yourself and your device shows exactly this code.",
  confirmFrom: "Asked from",
  confirmYes: "Yes, sign in",
  confirmNo: "No, cancel",
  deviceDone: "You are signed in",
  deviceDoneHelp: "Go back to your device. You can close this page.",
  logoutTitle: "Sign out?",
  logoutHelp: "You are signed out here and in every application that you opened from here.",
  logoutYes: "Sign out",
  logoutNo: "Stay signed in",
  logoutDone: "You are signed out",
  logoutDoneHelp: "You can close this page.",
  errorTitle: "This did not work",
  errorHelp: "Go back to the application and try again. If it happens again, give its administrator this code:",
  noCode: "Enter a code.",
  codeUnknown: "There is no such code. Look at your device again.",
  codeExpired: "This code has expired. Start again on your device.",
  codeUsed: "This code has been used already. Start again on your device.",
  cancelled: "Cancelled. Nothing was signed in.",
  refused: "You may not use this application. Ask your administrator for access.",
  formLost: "This page was open for too long. Enter the code again.",
};

const zh: typeof en = {
  deviceTitle: "在设备上登录",
  deviceHelp: "请输入设备或命令行上显示的代码。",
  deviceCode: "代码",
  deviceContinue: "继续",
  confirmTitle: "这是你看到的代码吗？",
  confirmHelp: "仅当由你本人发起，且设备上显示的代码与此完全一致时，才可继续。",
  confirmFrom: "请求来源",
  confirmYes: "是，登录",
  confirmNo: "否，取消",
  deviceDone: "登录成功",
  deviceDoneHelp: "请回到你的设备，可以关闭此页面。",
  logoutTitle: "退出登录？",
  logoutHelp: "将退出此处以及从此处打开的所有应用。",
  logoutYes: "退出登录",
  logoutNo: "保持登录",
  logoutDone: "已退出登录",
  logoutDoneHelp: "可以关闭此页面。",
  errorTitle: "操作未成功",
  errorHelp: "请回到应用重试。如再次出现，请将以下代码告知应用管理员：",
  noCode: "请输入代码。",
  codeUnknown: "没有这个代码，请再次核对设备上的显示。",
  codeExpired: "代码已过期，请在设备上重新开始。",
  codeUsed: "代码已被使用，请在设备上重新开始。",
  cancelled: "已取消，未登录。",
  refused: "你没有使用该应用的权限，请联系管理员。",
  formLost: "页面打开时间过长，请重新输入代码。",
};

export type Text = keyof typeof en;
const TEXTS: Readonly<Record<Language, typeof en>> = { en, zh };

export function say(language: Language, text: Text): string {
  return TEXTS[language][text];
}

/** What the application asks for (`ui_locales`), else what the browser prefers; English where neither is Chinese. */
export function chooseLanguage(uiLocales: unknown, acceptLanguage: string | undefined): Language {
  const wanted = typeof uiLocales === "string" && uiLocales !== "" ? uiLocales.split(" ")[0] : acceptLanguage;
  return /^\s*zh\b/i.test(wanted ?? "") ? "zh" : "en";
}
