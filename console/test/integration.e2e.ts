import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { callApi } from "../../server/test/support/stage.ts";
import type { Language } from "../src/i18n/language.ts";
import { violationsOf } from "./support/accessibility.ts";
import { type ConsoleStage, openConsole } from "./support/console-stage.ts";

/** Words by which a reader finds their way, in their language. */
const WORDS = {
  en: {
    begin: /Connect Feishu/,
    resume: /Continue the set-up/,
    region: "Private domain",
    address: "Address of the open platform",
    wrongSecret: "The App Secret is wrong",
    valid: "The credentials are valid",
    next: "Next",
    back: "Back",
    missing: "1 permission missing",
    complete: "Every permission is granted",
    again: "Check again",
    nickname: "Sync Nickname",
    sync: "User and organization synchronization",
    daily: "Daily",
    time: "Time",
    timeProblem: "A time from 00:00 to 23:59",
    save: "Save",
    preview: "Preview the first sync",
    details: "View details",
    title: "Feishu integration",
    modify: "Modify Service Configuration",
    weekly: "Weekly",
    saved: "The settings are saved",
    disable: "Disable sync",
    off: "Off",
    signOn: "Single sign-on",
    callback: "/auth/feishu/callback",
    endSignOn: "Disable single sign-on",
    noPassword: /bound users have no password/,
    builtIn: "Support built-in users",
    more: "More actions",
    replace: "Replace App Secret",
    remove: "Remove Integration",
  },
  zh: {
    begin: /接入飞书/,
    resume: /继续配置/,
    region: "私有域名",
    address: "开放平台地址",
    wrongSecret: "App Secret 不正确",
    valid: "凭证有效",
    next: "下一步",
    back: "上一步",
    missing: "缺少 1 项权限",
    complete: "所需权限均已开通",
    again: "重新检测",
    nickname: "同步昵称",
    sync: "用户和组织架构同步",
    daily: "每天",
    time: "时间",
    timeProblem: "请填写 00:00 至 23:59 之间的时间",
    save: "保存",
    preview: "预览首次同步",
    details: "查看详情",
    title: "飞书集成",
    modify: "修改服务配置",
    weekly: "每周",
    saved: "设置已保存",
    disable: "停用同步",
    off: "未开启",
    signOn: "单点登录",
    callback: "/auth/feishu/callback",
    endSignOn: "停用单点登录",
    noPassword: /名没有密码/,
    builtIn: "支持内建用户",
    more: "更多操作",
    replace: "更换 App Secret",
    remove: "移除集成",
  },
} as const;

const EMAIL = "contact:user.email:readonly";
let console_: ConsoleStage;

beforeAll(async () => {
  console_ = await openConsole({ connected: false, tenant: { users: 40, departments: 6, memberships: 50 } });
});
afterEach(async () => {
  // Whatever a failed test left behind, the next language begins with nothing.
  await callApi(console_.server, "DELETE", "/integrations/feishu/draft");
  await callApi(console_.server, "DELETE", `/integrations/feishu?confirm=${console_.stage.emulator.appId}`);
});
afterAll(async () => {
  await console_?.close();
});

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });
const expectNoViolations = async (page: Page) => expect(await violationsOf(page)).toEqual([]);

describe.each(["en", "zh"] as const)("the Feishu integration in %s", (language: Language) => {
  const words = WORDS[language];

  it("is set up with a wrong secret first and a permission granted on the way, changed and removed", async () => {
    const { emulator, control } = console_.stage;
    await control("PATCH", "/scopes", { revoke: [EMAIL] });
    const { page, context, faults } = await console_.openSignedIn({ language });

    await page.goto("/integrations");
    await page.getByRole("link", { name: words.begin }).waitFor();
    await expectNoViolations(page);
    await page.getByRole("link", { name: words.begin }).click();

    // Step 1: a wrong secret cannot go on.
    await page.getByText(words.region, { exact: true }).click();
    await page.getByLabel(words.address).fill(emulator.url);
    await page.getByLabel("App ID").fill(emulator.appId);
    await page.getByLabel("App Secret").fill("a-secret-that-is-wrong");
    await page.getByText(words.wrongSecret).waitFor();
    expect(await button(page, words.next).isDisabled()).toBe(true);
    await expectNoViolations(page);
    await page.getByLabel("App Secret").fill(emulator.appSecret);
    await page.getByText(words.valid).waitFor();

    // Nothing typed is lost when somebody else goes on.
    await page.goto("/integrations");
    await page.getByRole("link", { name: words.resume }).click();
    await page.getByText(words.valid).waitFor();
    expect(await page.getByLabel("App ID").inputValue()).toBe(emulator.appId);
    expect(await page.getByLabel("App Secret").inputValue()).toBe("");
    await button(page, words.next).click();

    // Step 2: the missing permission is granted in Feishu.
    await page.getByText(words.missing).waitFor();
    expect(await button(page, words.next).isDisabled()).toBe(true);
    await expectNoViolations(page);
    await control("PATCH", "/scopes", { grant: [EMAIL] });
    await button(page, words.again).click();
    await page.getByText(words.complete).waitFor();
    await button(page, words.next).click();

    // Step 3: an optional field.
    const nickname = page.getByRole("switch", { name: words.nickname });
    await nickname.click();
    await expect.poll(() => nickname.isChecked()).toBe(true);
    await expectNoViolations(page);
    await button(page, words.next).click();

    // Step 4: a schedule, with a time that makes no sense first.
    await page.getByRole("switch", { name: words.sync }).click();
    await page.getByText(words.daily, { exact: true }).click();
    const time = page.getByLabel(words.time, { exact: true });
    await time.fill("");
    await page.getByText(words.timeProblem).waitFor();
    expect(await button(page, words.save).isDisabled()).toBe(true);
    await time.fill("03:30");
    await expect.poll(() => page.locator(".next-runs li").count()).toBe(3);
    await page.getByRole("switch", { name: words.signOn }).click();
    await page.getByText(words.callback).waitFor();
    await expectNoViolations(page);
    await button(page, words.save).click();
    expect(await page.getByRole("link", { name: words.preview }).getAttribute("href")).toBe("/sync-plans/new");
    await expectNoViolations(page);

    // The details, and another schedule.
    await page.getByRole("link", { name: words.details }).click();
    await page.getByRole("heading", { level: 1, name: words.title, exact: true }).waitFor();
    await page.getByText(/03:30/).first().waitFor();
    await expectNoViolations(page);
    await page.getByRole("link", { name: words.modify }).click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText(words.weekly, { exact: true }).click();
    await expect.poll(() => drawer.locator(".next-runs li").count()).toBe(3);
    await expectNoViolations(page);
    await drawer.getByRole("button", { name: words.save, exact: true }).click();
    await page.getByText(words.saved).waitFor();

    // Built-in users are allowed, and stay so.
    const builtIn = page.getByRole("switch", { name: words.builtIn });
    await builtIn.click();
    await expect.poll(() => builtIn.isChecked()).toBe(true);

    // A wrong secret is refused beside its field.
    await button(page, words.more).click();
    await page.getByRole("menuitem", { name: words.replace }).click();
    await page.getByRole("dialog").getByLabel("App Secret").fill("another-wrong-secret");
    await page.keyboard.press("Enter");
    await page.getByText(words.wrongSecret).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });

    // Single sign-on off, with what it means.
    await button(page, words.endSignOn).click();
    const ending = page.getByRole("dialog");
    await ending.getByText(words.noPassword).waitFor();
    await expectNoViolations(page);
    await ending.getByRole("button", { name: words.endSignOn }).click();
    await ending.waitFor({ state: "hidden" });

    // Sync off, then the integration gone.
    await button(page, words.disable).click();
    await page.getByRole("dialog").getByRole("button", { name: words.disable }).click();
    await page.locator(".service-cards > :first-child").getByText(words.off, { exact: true }).waitFor();
    await button(page, words.more).click();
    await page.getByRole("menuitem", { name: words.remove }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: words.remove });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByRole("dialog").getByRole("textbox").fill(emulator.appId);
    await expectNoViolations(page);
    await confirm.click();
    await page.getByRole("link", { name: words.begin }).waitFor();

    expect(faults).toEqual([]);
    await context.close();
  });
});
