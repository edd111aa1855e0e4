import { afterAll, beforeAll, expect, it } from "vitest";
import { callApi, runSync } from "../../server/test/support/stage.ts";
import { violationsOf } from "./support/accessibility.ts";
import { type ConsoleStage, openConsole } from "./support/console-stage.ts";

let stage: ConsoleStage;

beforeAll(async () => {
  stage = await openConsole({ env: { LARKBRIDGE_FEISHU_SUPPORT_BUILT_IN_USERS: "true" } });
  await runSync(stage.server);
}, 60_000);
afterAll(async () => {
  await stage?.close();
});

it("finds a person of Feishu, tells who feeds each field, and keeps what Feishu feeds from being edited", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  const listed = await callApi<{ items: { name: string; username: string; email: string | null }[] }>(
    stage.server,
    "GET",
    "/users?linked=true&limit=1",
  );
  const somebody = listed.body.items[0];
  if (somebody === undefined) throw new Error("the sync brought nobody");
  await page.goto("/users");
  await page.getByRole("searchbox", { name: "Name, username, email, number" }).fill(somebody.username);
  await page.keyboard.press("Enter");
  await page.waitForURL(/search=/);
  await page.getByRole("link", { name: somebody.name, exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name: somebody.name }).waitFor();
  await page.getByText("from Feishu").first().waitFor();
  await page.getByRole("button", { name: "Edit" }).click();
  const drawer = page.getByRole("dialog");
  expect(await drawer.getByLabel("Name", { exact: true }).isDisabled()).toBe(true);
  expect(await drawer.getByLabel("Nickname").isDisabled()).toBe(false);
  await drawer.getByLabel("Nickname").fill("Captain");
  await drawer.getByRole("button", { name: "Save changes" }).click();
  await drawer.waitFor({ state: "hidden" });
  await page.getByText("Captain").waitFor();
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.getByText("User edited").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

it("creates, disables, deletes and restores a built-in user, in Chinese", async () => {
  const { page, context, faults } = await stage.openSignedIn({ language: "zh", theme: "dark" });
  await page.goto("/users");
  await page.getByRole("button", { name: "新建用户" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("button", { name: "新建用户" }).click();
  await drawer.getByText("请填写姓名。").waitFor();
  await drawer.getByLabel("姓名").fill("秦琼");
  await drawer.getByLabel("邮箱").fill("qinqiong@example.com");
  await drawer.getByRole("button", { name: "新建用户" }).click();
  await page.getByRole("heading", { level: 1, name: "秦琼" }).waitFor();
  for (const [act, status] of [
    ["停用", "已停用"],
    ["删除", "已删除"],
  ] as const) {
    await page.getByRole("button", { name: "更多" }).click();
    await page.getByRole("menuitem", { name: act }).click();
    await page.getByRole("dialog").getByRole("button", { name: act, exact: true }).click();
    await page.locator("header .pill", { hasText: status }).waitFor();
  }
  await page.getByRole("button", { name: "更多" }).click();
  await page.getByRole("menuitem", { name: "恢复" }).click();
  await page.locator("header .pill", { hasText: "正常" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

it("settles a conflict: the account that was here first becomes the person's", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  const listed = await callApi<{ items: { id: string; feishu: { open_id: string } }[] }>(
    stage.server,
    "GET",
    "/users?linked=true&sort=-username&limit=1",
  );
  const [person] = listed.body.items;
  if (person === undefined) throw new Error("the sync brought nobody");
  // Somebody gets in Feishu the address that an account here has had all along.
  const email = "old.hand@example.com";
  const old = await callApi<{ id: string }>(stage.server, "POST", "/users", { name: "Old hand", email });
  await stage.stage.control("PATCH", `/users/${person.feishu.open_id}`, { email });
  expect((await runSync(stage.server)).status).toBe("succeeded");
  await page.goto("/bindings");
  await page.getByRole("button", { name: "This is the person's account" }).click();
  const dialog = page.getByRole("dialog");
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Bind" }).click();
  await page.getByText("No conflicts").waitFor();
  const now = await callApi<{ feishu: object | null }>(stage.server, "GET", `/users/${old.body.id}`);
  expect(now.body.feishu).not.toBeNull();
  const before = await callApi<{ status: string }>(stage.server, "GET", `/users/${person.id}`);
  expect(before.body.status).toBe("deleted");
  expect(faults).toEqual([]);
  await context.close();
});

it("opens the tree where a search hits, shows members, and gathers them in a group", async () => {
  const { page, context, faults } = await stage.openSignedIn({ language: "zh" });
  const tree = await callApi<{ items: { name: string; members: number }[] }>(stage.server, "GET", "/departments/tree");
  const department = tree.body.items.find(({ members }) => members > 0);
  if (department === undefined) throw new Error("nobody is in a department");
  await page.goto("/departments");
  await page.getByRole("searchbox", { name: "查找部门" }).fill(department.name);
  await page.keyboard.press("Enter");
  await page.getByTitle(department.name, { exact: true }).first().click();
  await page.getByRole("heading", { level: 2, name: department.name }).waitFor();
  await page.locator("tbody a").first().waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await page.goto("/groups");
  await page.getByRole("button", { name: "新建用户组" }).click();
  await page.getByRole("dialog").getByLabel("名称").fill("登山社");
  await page.getByRole("dialog").getByRole("button", { name: "新建用户组" }).click();
  await page.getByRole("heading", { level: 1, name: "登山社" }).waitFor();
  await page.getByRole("button", { name: "添加成员" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "用户" }).fill("owner");
  await page.locator(".ant-select-item-option", { hasText: "owner" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "添加成员" }).click();
  await page.locator("tbody a", { hasText: "owner" }).waitFor();
  await page.goto("/audit?object_kind=group");
  await page.getByText("修改用户组成员").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});
