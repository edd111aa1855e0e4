import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { Language } from "../../src/i18n/language.ts";

/** Where Debian, Ubuntu and others put it. */
const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Starts the system's Chromium without a window. Close it in the end. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = PATHS.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error("No Chromium here: apt-get install chromium");
  // Root has no sandbox, and a container's shared memory is small.
  const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  return chromium.launch({ executablePath, args });
}

/** How a reader looks at the console. */
export interface Reader {
  readonly language?: Language;
  readonly theme?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
}

/** What went wrong inside a page; a test expects it to be empty. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Exceptions, console errors and what the policy refused. */
  readonly faults: string[];
}

/** A reader's own window: nothing is shared with others. Addresses may be given from the server's root. */
export async function openWindow(browser: Browser, url: string, reader: Reader = {}): Promise<Watched> {
  const { language = "en", theme = "light", width = 1440, height = 900 } = reader;
  const context = await browser.newContext({
    baseURL: url,
    locale: language === "zh" ? "zh-CN" : "en-GB",
    colorScheme: theme,
    timezoneId: "Asia/Shanghai",
    viewport: { width, height },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  return openTab(context);
}

/** One more tab of a window. */
export async function openTab(context: BrowserContext): Promise<Watched> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    // A refusal by the server is an answer that the page shows; the browser writes it down as an error of the network.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      faults.push(message.text());
  });
  return { page, context, faults };
}
