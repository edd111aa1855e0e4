import { afterEach, describe, expect, it } from "vitest";
import { exportUsers } from "../../server/test/support/stage.ts";
import type { Language } from "../src/i18n/language.ts";
import { type ConsoleStage, openConsole } from "./support/console-stage.ts";

/** From a preview to an undo, in the words of each language. */
const WORDS: Readonly<Record<Language, Readonly<Record<string, string | RegExp>>>> = {
  en: {
    never: "Not synchronized",
    start: "Run manual sync",
    preview: "Preview",
    create: /^\+?\s*Create/,
    apply: /^Apply [\d,]+ changes?$/,
    submit: /^Ask to approve [\d,]+ held changes$/,
    succeeded: "Succeeded",
    waiting: "Waiting for approval",
    guard: /^Delete guard: \d+ people/,
    allow: "Review and allow",
    allowConfirm: /^Allow [\d,]+ changes$/,
    undo: "Undo run",
    disabled: /^⊘?\s*Disable/,
  },
  zh: {
    never: "未同步",
    start: "手动同步",
    preview: "预览",
    create: /^\+?\s*创建/,
    apply: /^执行 [\d,]+ 项变更$/,
    submit: /^提交 [\d,]+ 项待确认的变更$/,
    succeeded: "成功",
    waiting: "等待确认",
    guard: /^删除保护已触发：/,
    allow: "核对后继续",
    allowConfirm: /^允许 [\d,]+ 项变更$/,
    undo: "撤销同步",
    disabled: /^⊘?\s*停用/,
  },
};

let stage: ConsoleStage;
afterEach(() => stage?.close());

describe.each(["en", "zh"] as const)("in %s", (language) => {
  const words = WORDS[language];

  it("previews, applies, holds, approves and undoes a sync", { timeout: 180_000 }, async () => {
    stage = await openConsole();
    const { page, context, faults } = await stage.openSignedIn({ language });
    const act = (name: string | RegExp | undefined) => page.getByRole("button", { name: name as RegExp, exact: true });
    const isActive = async () => {
      const people = (await exportUsers(stage.server)).filter(({ origin }) => origin === "feishu");
      return people.filter(({ status }) => status === "active").length;
    };
    const preview = async () => {
      await page.goto("/sync-plans/new");
      await act(words["preview"]).click();
      await page.waitForURL(/\/sync-plans\/[0-9a-f-]{36}/);
    };

    await page.goto("/sync-runs");
    await page.getByText(words["never"] as string).waitFor();
    await page
      .getByRole("link", { name: words["start"] as string })
      .first()
      .click();
    await page.waitForURL("**/sync-plans/new");
    await preview();
    const create = page.getByRole("button", { name: words["create"] as RegExp });
    await create.click();
    expect(await create.getAttribute("aria-pressed")).toBe("true");
    expect(new URL(page.url()).searchParams.get("action")).toBe("create");
    await page.locator("button[aria-expanded=false]").first().click();
    await page.locator(".field-diff").first().waitFor();
    expect(await isActive()).toBe(0);
    await act(words["apply"]).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: words["apply"] as RegExp })
      .click();
    await page.waitForURL(/\/sync-runs\/\d+$/);
    await page.locator(".page-header .pill", { hasText: words["succeeded"] as string }).waitFor();
    const everybody = await isActive();
    expect(everybody).toBeGreaterThan(30);

    await stage.stage.control("POST", "/users/bulk", { action: "resign", share: 0.4, seed: 3 });
    await preview();
    await page.getByText(words["guard"] as RegExp).waitFor();
    await page.getByRole("button", { name: words["disabled"] as RegExp }).waitFor();
    await page.locator(".page-header button.ant-btn-primary").click();
    await page.getByRole("dialog").locator("button.ant-btn-primary, button.ant-btn-dangerous").last().click();
    await page.waitForURL(/\/sync-runs\/\d+$/);
    await page.locator(".page-header .pill", { hasText: words["waiting"] as string }).waitFor();
    expect(await isActive()).toBe(everybody);
    await page.getByText(words["guard"] as RegExp).waitFor();

    await act(words["allow"]).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: words["allowConfirm"] as RegExp });
    expect(await confirm.isDisabled()).toBe(true);
    const number = /[\d,]+/.exec((await confirm.textContent()) ?? "")?.[0].replaceAll(",", "") ?? "";
    await page.getByRole("dialog").getByRole("textbox").fill(number);
    await confirm.click();
    await page.locator(".page-header .pill", { hasText: words["succeeded"] as string }).waitFor();
    expect(await isActive()).toBeLessThan(everybody);

    await act(words["undo"]).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: words["undo"] as string })
      .click();
    await page.waitForURL(/\/sync-runs\/3$/);
    await page.locator(".page-header .pill", { hasText: words["succeeded"] as string }).waitFor();
    expect(await isActive()).toBe(everybody);
    expect(faults).toEqual([]);
    await context.close();
  });
});
