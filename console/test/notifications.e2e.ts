import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callApi, runSync } from "../../server/test/support/stage.ts";
import { violationsOf } from "./support/accessibility.ts";
import { type ConsoleStage, openConsole } from "./support/console-stage.ts";
import { EXAMPLES_ENV } from "./support/pages.ts";

let stage: ConsoleStage;
let receiver: Server;
let receiverUrl: string;
/** What the receiver answers next. */
let answer = 200;
let person: { readonly id: string; readonly name: string; readonly username: string };

beforeAll(async () => {
  receiver = createServer((request, response) => {
    request.resume();
    response.writeHead(answer).end(answer === 200 ? "" : "out of order");
  });
  await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  stage = await openConsole({
    env: { ...EXAMPLES_ENV, LARKBRIDGE_WEBHOOKS_PRIVATE_NETWORKS: "127.0.0.1" },
    tenant: { users: 20, departments: 4, memberships: 24 },
  });
  await runSync(stage.server);
  const { body } = await callApi<{ items: readonly (typeof person)[] }>(
    stage.server,
    "GET",
    "/users?limit=1&linked=true",
  );
  person = body.items[0] as typeof person;
});
afterAll(async () => {
  await stage?.close();
  receiver?.close();
});

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });
const expectNoViolations = async (page: Page) => expect(await violationsOf(page)).toEqual([]);

it("a template is made, sent to a person, and the log says that it arrived", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/notifications");
  await page.getByText("Nothing was sent yet").waitFor();
  await page.getByRole("link", { name: "Templates", exact: true }).click();
  await page.getByRole("link", { name: "New template" }).click();

  // What is missing is said when one tries.
  await button(page, "Create template").click();
  await page.getByText("A card needs a title").first().waitFor();
  await page.getByLabel("Name", { exact: true }).fill("vpn_ready");
  for (const [at, text] of ["{{app}} 已开通", "{{app}} is ready"].entries()) {
    await page.getByLabel("Title", { exact: true }).nth(at).fill(text);
    await page.getByRole("textbox", { name: "Text", exact: true }).nth(at).fill("{{recipient_name}}: {{app}}");
  }
  await page.getByRole("figure").getByText("app is ready").waitFor();
  await page.getByLabel("app", { exact: true }).fill("VPN <b>");
  await page.getByRole("figure").getByText("VPN <b> is ready").waitFor();
  await expectNoViolations(page);
  await button(page, "Create template").click();
  await page.getByRole("heading", { level: 1, name: "vpn_ready" }).waitFor();

  await page.getByRole("link", { name: "Notifications", exact: true }).first().click();
  await button(page, /New notification$/).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("button", { name: "Send", exact: true }).click();
  await drawer.getByText("Choose whom it is for").waitFor();
  await drawer.getByRole("combobox", { name: "Person" }).fill(person.username);
  await page.getByTitle(`${person.name} (${person.username})`, { exact: true }).click();
  await drawer.getByText("Template", { exact: true }).click();
  await drawer.getByRole("combobox", { name: "Template" }).click();
  await page.getByTitle("vpn_ready", { exact: true }).click();
  await drawer.getByRole("button", { name: "Send", exact: true }).click();
  await drawer.getByText("Fill in every value").waitFor();
  await drawer.getByLabel("app", { exact: true }).fill("VPN");
  await drawer.getByRole("figure").waitFor();
  await expectNoViolations(page);
  await drawer.getByRole("button", { name: "Send", exact: true }).click();

  await page.getByText("Everybody has it").waitFor();
  await page.goto(`/notifications?user=${person.username}`);
  await page.getByRole("cell", { name: "vpn_ready" }).waitFor();
  await button(page, "Details").click();
  await page.getByText("Asked for").waitFor();
  await expectNoViolations(page);
  await page.goto(`/users/${person.id}`);
  await page.getByRole("table", { name: "Messages" }).getByText("Arrived").waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

it("a test to somebody who is not bound says why it did not arrive, and a notice is switched", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/integrations/feishu");
  await button(page, "Send me a test").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Not linked to Feishu").waitFor();
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  const welcome = page.getByRole("switch", { name: /^Welcome/ });
  await Promise.all([page.waitForResponse((response) => response.request().method() === "PUT"), welcome.click()]);
  await page.reload();
  await page.getByRole("switch", { name: /^Welcome/, checked: true }).waitFor();
  await page.getByText("Connected", { exact: true }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

it("a webhook shows its secret once, tells what a trial met, and is switched off", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/webhooks");
  await page.getByText("No webhook yet").waitFor();
  await button(page, /Add webhook$/).click();
  await page.getByLabel("Name", { exact: true }).fill("HR");
  await page.getByLabel("Address", { exact: true }).fill("http://10.1.2.3/");
  await page.getByRole("dialog").getByRole("button", { name: "Add webhook" }).click();
  await page.getByText("Choose at least one").waitFor();
  await page.getByRole("checkbox", { name: "Person disabled" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Add webhook" }).click();
  await page.getByText(/The address may not be told anything/).waitFor();
  await expectNoViolations(page);
  await page.getByLabel("Address", { exact: true }).fill(receiverUrl);
  await page.getByRole("dialog").getByRole("button", { name: "Add webhook" }).click();
  await page.getByText(/^whsec_/).waitFor();
  await expectNoViolations(page);
  await button(page, "I have kept it").click();
  await page.getByRole("heading", { level: 1, name: "HR" }).waitFor();
  expect(await page.getByText(/^whsec_/).count()).toBe(0);

  answer = 500;
  await button(page, "Send trial").click();
  await page.getByText("The receiver refused it").waitFor();
  await page.getByRole("dialog").getByText("out of order").waitFor();
  await expectNoViolations(page);
  answer = 200;
  await button(page, "Try again").click();
  await page.getByText("The receiver took it").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("cell", { name: "Delivered" }).waitFor();

  await button(page, /More$/).click();
  await page.getByRole("menuitem", { name: "Switch off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).click();
  await page.locator("header .pill", { hasText: "Off" }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});
