/** Where an app may live. */
export type Region = "feishu" | "lark" | "private";

/** The two public platforms (feishu contract section 1); a private one tells its own address. */
export const REGION_URLS: Readonly<Record<Region, string>> = {
  feishu: "https://open.feishu.cn",
  lark: "https://open.larksuite.com",
  private: "",
};

/** The region an address belongs to; a set-up that names none begins with Feishu. */
export function regionOf(openUrl: string | undefined): Region {
  if (openUrl === undefined || openUrl === REGION_URLS.feishu) return "feishu";
  return openUrl === REGION_URLS.lark ? "lark" : "private";
}
