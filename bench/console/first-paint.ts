import type { openBrowser } from "../../console/test/support/browser.ts";

type Browser = Awaited<ReturnType<typeof openBrowser>>;

/** How often a page is opened; the median is told. */
const TIMES = 7;

/** The median time to the first contentful paint, in milliseconds, each time in a window without anything cached. */
export async function measureFirstPaint(
  browser: Browser,
  url: string,
  cookies: readonly { readonly name: string; readonly value: string; readonly url: string }[],
): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies([...cookies]);
    const page = await context.newPage();
    await page.goto(url);
    await page.locator("h1").first().waitFor();
    times.push(
      await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN),
    );
    await context.close();
  }
  return quantile(times, 0.5);
}

/** The value below which this share lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
