import { describe, expect, it } from "vitest";
import { escapeHtml } from "./layout.ts";
import { chooseLanguage } from "./texts.ts";

describe("the provider's pages", () => {
  it.each([
    [undefined, "zh-CN,zh;q=0.9,en;q=0.8", "zh"],
    [undefined, "en-US,zh;q=0.5", "en"],
    [undefined, "de", "en"],
    [undefined, undefined, "en"],
    ["zh-CN en", "en", "zh"],
    ["en", "zh", "en"],
    ["", "zh", "zh"],
    [["zh"], "en", "en"],
  ])("are asked for with %j and %j and come in %s", (uiLocales, accept, language) => {
    expect(chooseLanguage(uiLocales, accept)).toBe(language);
  });

  it("show what others wrote as text", () => {
    expect(escapeHtml(`<b class="x">&'`)).toBe("&#60;b class=&#34;x&#34;&#62;&#38;&#39;");
  });
});
