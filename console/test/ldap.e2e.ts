import { execFile } from "node:child_process";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callApi, runSync } from "../../server/test/support/stage.ts";
import { violationsOf } from "./support/accessibility.ts";
import { type ConsoleStage, OWNER, openConsole } from "./support/console-stage.ts";

let stage: ConsoleStage;
let ldap: { readonly url: string; readonly base_dn: string; readonly people_dn: string };

beforeAll(async () => {
  stage = await openConsole({
    tenant: { users: 20, departments: 4, memberships: 24 },
    env: { LARKBRIDGE_LDAP_ENABLED: "true" },
  });
  await runSync(stage.server);
  ldap = (await callApi<typeof ldap>(stage.server, "GET", "/ldap")).body;
});
afterAll(async () => {
  await stage?.close();
});

it("makes a service account that finds people by ldapsearch, traces a login with it, and switches it off", async () => {
  const { body } = await callApi<{ items: readonly { username: string; name: string }[] }>(
    stage.server,
    "GET",
    "/users?limit=1&origin=feishu",
  );
  const person = body.items[0];
  if (person === undefined) throw new Error("nobody came from Feishu");
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/ldap/service-accounts");
  await page.getByText("No service accounts yet").waitFor();
  await page.getByRole("button", { name: "Create service account" }).click();
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("Small letters, digits, dots and hyphens").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("gitlab");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Create account" }).click();
  const password = await secretOn(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "I have copied it" }).click();
  await page.locator(".secret-box").waitFor({ state: "detached" });
  expect(await page.content()).not.toContain(password);

  const dn = `cn=gitlab,ou=services,${ldap.base_dn}`;
  const search = () => run("ldapsearch", dn, password, "-LLL", "-b", ldap.base_dn, `(uid=${person.username})`, "uid");
  expect(await search()).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`dn: uid=${person.username},${ldap.people_dn}`),
  });

  await page.goto("/ldap");
  await page.getByLabel("Login", { exact: true }).fill(person.username);
  await page.getByLabel("Password", { exact: true }).fill("not theirs");
  await page.getByRole("combobox", { name: "Application searches as" }).click();
  await page.locator(".ant-select-item-option", { hasText: "gitlab" }).click();
  await page.getByRole("button", { name: "Test login" }).click();
  await page.getByText("The person was found.").waitFor();
  await page.getByText("Would be refused").waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await page.goto("/ldap/service-accounts");
  await page.getByRole("button", { name: "Actions for gitlab" }).click();
  await page.getByRole("menuitem", { name: "Switch off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).click();
  await page.locator("table .pill", { hasText: "Switched off" }).waitFor();
  await expect.poll(async () => (await search()).code, { timeout: 5_000 }).toBe(49);
  expect(faults).toEqual([]);
  await context.close();
});

it("makes an app password that binds by ldapwhoami until it is revoked, in Chinese", async () => {
  const { page, context, faults } = await stage.openSignedIn({ language: "zh", theme: "dark" });
  await page.goto("/portal");
  await page.getByRole("link", { name: "应用专用密码" }).click();
  await page.getByText("还没有应用专用密码").waitFor();
  await page.getByRole("button", { name: "创建应用专用密码" }).click();
  await page.getByLabel("用途").fill("笔记本电脑上的 Git");
  await page.getByRole("button", { name: "创建密码" }).click();
  const password = await secretOn(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "我已复制" }).click();
  await page.locator(".secret-box").waitFor({ state: "detached" });

  const dn = `uid=${OWNER.username},${ldap.people_dn}`;
  const whoami = () => run("ldapwhoami", dn, password);
  expect(await whoami()).toEqual({ code: 0, stdout: `dn:${dn}\n` });
  await page.reload();
  await page.getByRole("cell", { name: "127.0.0.1" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole("button", { name: /撤销/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "撤销" }).click();
  await page.getByText("还没有应用专用密码").waitFor();
  await expect.poll(async () => (await whoami()).code, { timeout: 5_000 }).toBe(49);
  expect(faults).toEqual([]);
  await context.close();
});

it("shows a recipe with the company's own values, for the account that is chosen", async () => {
  for (const name of ["builds", "wiki"])
    await callApi(stage.server, "POST", "/ldap/service-accounts", { name, everyone: true });
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/ldap/recipes");
  await page.getByRole("link", { name: /Grafana/ }).click();
  await page.getByRole("combobox", { name: "Service account" }).click();
  await page.locator(".ant-select-item-option", { hasText: "wiki" }).click();
  await page.getByText(`bind_dn = "cn=wiki,ou=services,${ldap.base_dn}"`).waitFor();
  await page.getByText(`search_base_dns = ["${ldap.people_dn}"]`).waitFor();
  expect(new URL(page.url()).searchParams.get("account")).not.toBeNull();
  expect(faults).toEqual([]);
  await context.close();
});

it("shows field relations on a person before they are saved, and serves them afterwards", async () => {
  const made = await callApi<{ password: string; service_account: { dn: string } }>(
    stage.server,
    "POST",
    "/ldap/service-accounts",
    { name: "directory", everyone: true },
  );
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/ldap/attributes");
  const row = page.getByRole("row", { name: /^cn / });
  const login = (await row.locator(".relation-values").textContent()) ?? "";
  await page.getByRole("combobox", { name: "Preset" }).click();
  await page.locator(".ant-select-item-option", { hasText: "cn is the full name" }).click();
  await row.locator("del", { hasText: login }).waitFor();
  const name = (await row.locator(".relation-new").textContent()) ?? "";
  await row.getByRole("button", { name: /Edit/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Add another source" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove, source 2" }).click();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Save relations" }).click();
  await page.getByText("Saved; LDAP shows it within a second").waitFor();
  const filter = `(&(uid=${login})(cn=${name}))`;
  const search = () =>
    run("ldapsearch", made.body.service_account.dn, made.body.password, "-LLL", "-b", ldap.base_dn, filter, "uid");
  await expect.poll(async () => (await search()).stdout, { timeout: 5_000 }).toContain(`uid: ${login}`);
  expect(faults).toEqual([]);
  await context.close();
});

/** The secret that is shown this once. */
async function secretOn(page: Page): Promise<string> {
  await page.locator(".secret-box").waitFor();
  return (await page.locator(".secret-box").textContent()) ?? "";
}

/** Runs a client as somebody, in clear over the loopback; resolves with its status, which is LDAP's result code. */
function run(
  client: "ldapsearch" | "ldapwhoami",
  dn: string,
  password: string,
  ...rest: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string }> {
  return new Promise((resolve) => {
    execFile(`/usr/bin/${client}`, ["-x", "-H", ldap.url, "-D", dn, "-w", password, ...rest], (error, stdout) =>
      resolve({ code: Number(error?.code ?? 0), stdout }),
    );
  });
}
