/** What is known when somebody signs in. */
export interface DeviceFacts {
  /** Whether this browser's cookie has been seen with this account and this family before. */
  readonly knownHere: boolean;
  /** Whether any device has been noted for the account. */
  readonly hasDevices: boolean;
  /** Families of earlier sessions, from before devices were noted. */
  readonly earlierFamilies: readonly string[];
  readonly family: string;
}

/**
 * Tells whether somebody signs in from a device that is news to them. The address plays no part: it changes on the way to
 * work. A cookie counts only together with the family it was given to, so a copied one shows in another browser. The very
 * first sign-in of an account is no news, and neither is the browser somebody used before devices were noted.
 */
export function decideDevice({
  knownHere,
  hasDevices,
  earlierFamilies,
  family,
}: DeviceFacts): "known" | "first" | "new" {
  if (knownHere) return "known";
  if (hasDevices) return "new";
  if (earlierFamilies.length === 0) return "first";
  return earlierFamilies.includes(family) ? "known" : "new";
}

/** Longer names come first: Edge calls itself Chrome as well, and Chrome calls itself Safari. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Lark|Feishu)\//i, "Feishu"],
  [/MicroMessenger/i, "WeChat"],
  [/Edg(?:e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/Firefox\/|FxiOS/, "Firefox"],
  [/SamsungBrowser/, "Samsung Internet"],
  [/Chrome\/|CriOS|Chromium/, "Chrome"],
  [/Safari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/i, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone|iPod/, "iPhone"],
  [/iPad/, "iPad"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux|X11/, "Linux"],
];

/** Browser and system without versions, so that an update is not a new device: "Edge · Windows"; "" where nothing is told. */
export function agentFamily(userAgent: string | null): string {
  if (userAgent === null) return "";
  const nameOf = (names: typeof BROWSERS) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const known = [nameOf(BROWSERS), nameOf(SYSTEMS)].filter((name) => name !== undefined);
  if (known.length > 0) return known.join(" · ");
  // A program: the name before its version.
  return /^[\w.-]{1,40}/.exec(userAgent)?.[0] ?? "";
}
