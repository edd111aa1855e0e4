import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { violationsOf } from "./support/accessibility.ts";
import { type ConsoleStage, OWNER, openConsole } from "./support/console-stage.ts";

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openConsole({ connected: false });
});
afterAll(async () => {
  await stage?.close();
});

it("signs in, says what is wrong beside the field, keeps what was typed, and goes on to where one was going", async () => {
  const { page, context, faults } = await stage.open();
  await page.goto("/settings");
  await page.getByLabel("Username or e-mail").fill(OWNER.username);
  await page.getByLabel("Password").fill("a wrong password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Name or password is wrong; 4 tries left before a pause").waitFor();
  expect(await page.getByLabel("Username or e-mail").inputValue()).toBe(OWNER.username);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/settings");
  expect(faults).toEqual([]);
  await context.close();
});

it("asks to sign in over a page whose session was lost, and saves what was typed there", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/settings");
  const days = page.getByLabel("Days a deleted person can be restored");
  await days.fill("45");
  await context.clearCookies();
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Username or e-mail").fill(OWNER.username);
  await dialog.getByLabel("Password").fill(OWNER.password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Saved").waitFor();
  expect(await days.inputValue()).toBe("45");
  expect(faults).toEqual([]);
  await context.close();
});

it("sets up with the printed link, in Chinese, and lands in the console", async () => {
  const fresh = await openConsole({ connected: false, owner: false });
  try {
    const printed = /http\S+\/setup#token=[\w-]+/.exec(fresh.server.output())?.[0] as string;
    const { page, faults } = await fresh.open({ language: "zh", theme: "dark" });
    await page.goto("/login");
    await page.getByText("还没有所有者").waitFor();
    await page.goto(printed);
    await page.getByLabel("姓名").fill("沈砚");
    await page.getByLabel("账号").fill("Shen Yan");
    await page.getByLabel("密码", { exact: true }).fill("correct horse");
    await page.getByLabel("再次输入新密码").fill("correct hose");
    await page.getByRole("button", { name: "完成并登录" }).click();
    await page.getByText("小写字母、数字").waitFor();
    await page.getByText("两次输入不一致").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel("账号").fill("shen.yan");
    await page.getByLabel("再次输入新密码").fill("correct horse");
    await page.getByLabel("访问地址").fill("http://id.example.com");
    await page.getByRole("button", { name: "完成并登录" }).click();
    await page.locator(".ant-form-item-explain-error").first().waitFor();
    await page.getByRole("button", { name: "使用此地址" }).click();
    await page.getByRole("button", { name: "完成并登录" }).click();
    await page.getByRole("button", { name: /沈砚/ }).waitFor();
    await page.goto(printed);
    await page.getByText("系统已完成初始化。").waitFor();
    expect(faults).toEqual([]);
  } finally {
    await fresh.close();
  }
});

it("makes a token, shows it once, and revokes it", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/tokens");
  await page.getByRole("button", { name: "New token" }).first().click();
  await page.getByRole("button", { name: "Make the token" }).click();
  await page.getByText("Choose one at least").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("nightly");
  await page.getByLabel("sync:run").check();
  await page.getByRole("button", { name: "Make the token" }).click();
  await page.getByText(/^lbt_/).waitFor();
  await page.getByRole("button", { name: "I have copied it" }).click();
  const row = page.getByRole("row", { name: /nightly/ });
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await row.getByText("Revoked").waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

it("asks for the password again before what is dangerous, and then does it", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  const database = new pg.Client({ connectionString: stage.stage.env["LARKBRIDGE_DATABASE_URL"] });
  await database.connect();
  await database.query("update session set proved_at = proved_at - interval '1 hour'");
  await database.end();
  await page.goto("/tokens");
  await page.getByRole("button", { name: "New token" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("guarded");
  await page.getByLabel("sync:run").check();
  await page.getByRole("button", { name: "Make the token" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password").fill("not this one");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await dialog.getByText(/Name or password is wrong/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByLabel("Password").fill(OWNER.password);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await page.getByText(/^lbt_/).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

it("turns two-step verification on with a first code and shows the recovery codes", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/me");
  await page.getByRole("button", { name: "Turn on" }).click();
  const href = await page.getByRole("link", { name: "Open in the authenticator" }).getAttribute("href");
  expect(href).toMatch(/^otpauth:\/\/totp\/Larkbridge:owner\?/);
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("The code is wrong").first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

it("appoints nobody as last owner's heir by accident, and makes a password link that opens once", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/operators");
  await page.getByRole("button", { name: "Actions: owner" }).click();
  await page.getByRole("menuitem", { name: "Withdraw" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await page.locator(".ant-message-error").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Actions: owner" }).click();
  await page.getByRole("menuitem", { name: "Password link" }).click();
  const link = (await page.getByText(/password-link#token=/).textContent()) as string;
  const other = await stage.open();
  await other.page.goto(link);
  await other.page.getByLabel("New password", { exact: true }).fill("a new password");
  await other.page.getByLabel("New password again").fill("a new password");
  await other.page.getByRole("button", { name: "Save the password" }).click();
  await other.page.getByText("Your new password is set.").waitFor();
  expect(await violationsOf(other.page)).toEqual([]);
  await other.page.goto(link);
  await other.page.reload();
  await other.page.getByLabel("New password", { exact: true }).fill("a third password");
  await other.page.getByLabel("New password again").fill("a third password");
  await other.page.getByRole("button", { name: "Save the password" }).click();
  await other.page.getByText("This link is no longer valid.").waitFor();
  expect([...faults, ...other.faults]).toEqual([]);
  await other.context.close();
  await context.close();
});
