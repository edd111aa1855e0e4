import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SLAPD, type Slapd, startSlapd } from "../../server/test/support/slapd.ts";
import { callApi, runSync } from "../../server/test/support/stage.ts";
import { violationsOf } from "./support/accessibility.ts";
import { type ConsoleStage, openConsole } from "./support/console-stage.ts";

describe.skipIf(!existsSync(SLAPD))("a slapd", () => {
  let stage: ConsoleStage;
  let slapd: Slapd;

  beforeAll(async () => {
    [stage, slapd] = await Promise.all([
      openConsole({ tenant: { users: 20, departments: 4, memberships: 24 } }),
      startSlapd(),
    ]);
    await runSync(stage.server);
  });
  afterAll(async () => {
    await stage?.close();
    await slapd?.stop();
  });

  it("is asked what it can do, previewed, written, and equal afterwards", async () => {
    const { body } = await callApi<{ items: readonly { username: string }[] }>(
      stage.server,
      "GET",
      "/users?limit=1&origin=feishu",
    );
    const { page, context, faults } = await stage.openSignedIn();
    await page.goto("/ldap/targets");
    await page.getByText("No external server yet").waitFor();
    await page.getByRole("link", { name: "Add server" }).click();
    await page.getByRole("button", { name: "Add server" }).click();
    await page.getByText("Correct the marked fields first.").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel("Name", { exact: true }).fill("OpenLDAP");
    await page.getByLabel("Host").fill("127.0.0.1");
    await page.getByRole("radio", { name: "None", exact: true }).check();
    await page.getByLabel("Port").fill(new URL(slapd.url).port);
    await page.getByLabel("Bind DN").fill(slapd.rootDn);
    await page.getByLabel("Password", { exact: true }).fill(slapd.rootPassword);
    await page.getByLabel("Base DN").fill(slapd.suffix);
    await page.getByRole("checkbox", { name: /Make the base/ }).check();
    await page.getByRole("button", { name: "Ask the server" }).click();
    await page.getByText("Can be written").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Add server" }).click();
    await page.getByRole("heading", { level: 1, name: "OpenLDAP" }).waitFor();
    await page.getByText("Nothing was written yet").waitFor();

    await page.getByRole("button", { name: "Preview run" }).click();
    await page.getByRole("button", { name: /^Write \d+ changes$/ }).click();
    expect(await slapd.dump()).not.toContain("uid=");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Write \d+ changes$/ })
      .click();
    await page.locator("header .pill", { hasText: "Succeeded" }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await slapd.dump()).toContain(`dn: uid=${body.items[0]?.username},ou=people,${slapd.suffix}`);

    await page.getByRole("link", { name: "External server", exact: true }).click();
    await page.getByRole("button", { name: "Preview run" }).click();
    await page.getByText("The server is equal to the directory.").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
