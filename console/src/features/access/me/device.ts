const BROWSERS: readonly [string, RegExp][] = [
  ["Edge", /Edg\//],
  ["Feishu", /Lark|Feishu/],
  ["Firefox", /Firefox\//],
  ["Chrome", /Chrom(?:e|ium)\//],
  ["Safari", /Safari\//],
];
const SYSTEMS: readonly [string, RegExp][] = [
  ["Windows", /Windows/],
  ["Android", /Android/],
  ["iOS", /iPhone|iPad/],
  ["macOS", /Mac OS X/],
  ["Linux", /Linux/],
];

/** "Chrome · macOS" out of a User-Agent; null when it tells neither. The first that fits counts: each pretends to be others. */
export function deviceOf(userAgent: string | null): string | null {
  const find = (list: readonly [string, RegExp][]) => list.find(([, mark]) => mark.test(userAgent ?? ""))?.[0];
  const told = [find(BROWSERS), find(SYSTEMS)].filter((part) => part !== undefined);
  return told.length === 0 ? null : told.join(" · ");
}
