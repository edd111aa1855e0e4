/** The two public regions of the platform (feishu contract section 1): where the API is, and where people sign in. */
const REGIONS = [
  { open: "https://open.feishu.cn", accounts: "https://accounts.feishu.cn" },
  { open: "https://open.larksuite.com", accounts: "https://accounts.larksuite.com" },
] as const;

/** Where a new set-up looks first. */
export const FEISHU_OPEN_URL = REGIONS[0].open;

/** The sign-in host that belongs to an API host; a private one serves both. */
export function accountsUrlOf(openUrl: string): string {
  return REGIONS.find(({ open }) => open === openUrl)?.accounts ?? openUrl;
}

/** The other public region's API host, for the sentence that suggests it; null for private hosts. */
export function otherHostOf(openUrl: string): string | null {
  if (!REGIONS.some(({ open }) => open === openUrl)) return null;
  const other = REGIONS.find(({ open }) => open !== openUrl);
  return other ? new URL(other.open).host : null;
}
