import type { FeishuEmailView, SyncRunView } from "@larkbridge/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { OWNER } from "../signin/feishu-door.ts";
import { CookieBrowser } from "../support/cookie-browser.ts";
import type { Pressed } from "../support/feishu-card.ts";
import type { TrueUser } from "../support/feishu-emulator.ts";
import { callApi, runSync } from "../support/stage.ts";
import { accountOf, type NoticeDoor, openNoticeDoor, signIn } from "./notice-door.ts";

/** Notices from what happens to the message in Feishu, and cards from the button to the directory. */

const PASSWORD = "a password of their own";
let door: NoticeDoor;
let mia: TrueUser;
let olivia: TrueUser;
let ben: TrueUser;
let leavers: readonly TrueUser[];

beforeAll(async () => {
  door = await openNoticeDoor({
    LARKBRIDGE_FEISHU_EVENTS_MODE: "long_connection",
    LARKBRIDGE_INITIAL_PASSWORD_POLICY: "one_time_link",
  });
  [mia, olivia, ben, ...leavers] = door.people as [TrueUser, TrueUser, TrueUser, ...TrueUser[]];
}, 60_000);
afterAll(() => door.stage.close());

const api = <Answer>(method: string, path: string, body?: unknown) => callApi<Answer>(door.server, method, path, body);
const press = (card: { readonly message_id: string }, how: object = {}) =>
  door.stage.control<Pressed>("POST", `/messages/${card.message_id}/press`, how);
const metrics = async () => (await fetch(`${door.server.url}/metrics`)).text();

it("a first sync welcomes everybody who can be reached, with a link that opens once", {
  timeout: 120_000,
}, async () => {
  expect((await runSync(door.server)).status).toBe("succeeded");
  const { content } = await door.received(mia, "password-link#token=");
  expect(content).toContain(`${door.server.url}/password-link#token=`);
  const token = /#token=([\w-]{43})/.exec(content)?.[1];
  const choose = () => api("POST", "/password-links", { token, password: PASSWORD });
  expect((await choose()).status).toBe(200);
  expect((await choose()).status).toBe(410);
  await signIn(door.server, { username: (await accountOf(door.server, mia)).username, password: PASSWORD });
  for (const person of door.people) await door.received(person, "password-link#token=");
  for (const person of door.people) expect(await door.read(person)).toHaveLength(1);
  expect(door.server.output()).not.toContain(token);
});

it("a sign-in from another browser is told; one from the same is not", { timeout: 60_000 }, async () => {
  const account = { username: (await accountOf(door.server, mia)).username, password: PASSWORD };
  const firefox = await signIn(door.server, account, new CookieBrowser("Mozilla/5.0 (X11; Linux) Firefox/130.0"));
  await door.received(mia, "Firefox · Linux");
  await signIn(door.server, account, firefox);
  await signIn(door.server, account, new CookieBrowser("Mozilla/5.0 (Macintosh; Intel Mac OS X) Safari/605.1"));
  await door.received(mia, "Safari · macOS");
  expect((await door.read(mia)).filter(({ content }) => content.includes("Firefox"))).toHaveLength(1);
});

it("whoever is disabled is told so, and nothing after that", { timeout: 60_000 }, async () => {
  const { id } = await accountOf(door.server, mia);
  expect((await api("POST", `/users/${id}/disable`)).status).toBe(200);
  await door.received(mia, "账号已停用");
  expect((await api("POST", `/users/${id}/enable`)).status).toBe(200);
});

it("operators hear that a sync failed, once, and that one is incomplete", { timeout: 120_000 }, async () => {
  for (const [person, role] of [
    [olivia, "owner"],
    [ben, "administrator"],
  ] as const) {
    const { id } = await accountOf(door.server, person);
    expect((await api("PUT", `/operators/${id}`, { role })).status).toBe(200);
  }

  const quota = { kind: "code", code: 99991403, msg: "quota", path: "/open-apis/contact/*", nth: "every" };
  await door.stage.control("POST", "/faults", quota);
  const failed = [await runSync(door.server), await runSync(door.server)];
  await door.stage.control("DELETE", "/faults");
  expect(failed.map(({ status }) => status)).toEqual(["failed", "failed"]);
  for (const person of [olivia, ben]) {
    expect((await door.received(person, `同步 #${failed[0]?.id} 失败`)).content).toContain("调用额度已用完");
    expect((await door.read(person)).filter(({ content }) => content.includes("失败"))).toHaveLength(1);
  }

  const { departments } = await door.stage.truth();
  const path = "/open-apis/contact/v3/users/find_by_department";
  await door.stage.control("POST", "/faults", { kind: "code", code: 40014, msg: "no", path, nth: "last", count: 40 });
  const partial = await runSync(door.server);
  await door.stage.control("DELETE", "/faults");
  expect(departments.length).toBeGreaterThan(1);
  expect(partial.status).toBe("partially_succeeded");
  expect((await door.received(olivia, `同步 #${partial.id} 部分成功`)).content).toContain("读取不完整");
});

it("a held sync asks operators by a card, which takes the right operator's word alone, once", {
  timeout: 120_000,
}, async () => {
  expect((await runSync(door.server)).status).toBe("succeeded");
  const gone = leavers.slice(0, 7).map(({ open_id }) => open_id);
  await door.stage.control("POST", "/users/bulk", { action: "resign", users: gone });
  const held = await runSync(door.server);
  expect(held.status).toBe("waiting_for_approval");
  const card = await door.received(olivia, `同步 #${held.id} 等待您确认`);
  const bens = await door.received(ben, `同步 #${held.id} 等待您确认`);
  expect(card.content).toContain("停用 7 个账号");
  const stands = async () => (await api<SyncRunView>("GET", `/sync-runs/${held.id}`)).body.status;

  const stranger = leavers.at(-1) as TrueUser;
  const wrong: [object, string][] = [
    [{ user: ben.open_id }, "此卡片是发给其他人的"],
    [{ user: stranger.open_id }, "此卡片是发给其他人的"],
    [{ operator: { open_id: "ou_nobody" } }, "未绑定"],
    [{ operator: { open_id: olivia.open_id, union_id: ben.union_id } }, "未绑定"],
    [{ user: ben.open_id, operator: { open_id: olivia.open_id } }, "未绑定"],
  ];
  for (const [how, told] of wrong) {
    const { toast, card_updated } = await press(card, how);
    expect([toast?.type, card_updated, await stands()]).toEqual(["error", false, "waiting_for_approval"]);
    expect(toast?.content).toContain(told);
  }
  // Refused before it reaches the cards: it does not come from Feishu's app of this company.
  expect((await press(card, { forgery: { app_id: "cli_ffffffffffffffff" } })).toast?.type).not.toBe("success");
  expect(await stands()).toBe("waiting_for_approval");

  const approved = await press(card);
  expect([approved.toast?.type, approved.card_updated]).toEqual(["success", true]);
  expect((await api<SyncRunView>("GET", `/sync-runs/${held.id}?wait=30`)).body.status).toBe("succeeded");
  const updated = await door.received(ben, `${olivia.name} 已于`);
  expect(updated.message_id).toBe(bens.message_id);
  expect(updated.content).not.toContain("nonce");
  expect((await accountOf(door.server, leavers[0] as TrueUser)).status).toBe("disabled");
  const counted = await metrics();
  expect(counted).toContain('larkbridge_card_presses_total{outcome="approve"} 1');
  expect(counted).toContain('larkbridge_card_presses_total{outcome="operator_not_linked"} 3');
});

it("a Feishu e-mail is verified by the code the bot sends there", { timeout: 60_000 }, async () => {
  const browser = await door.signInOwner();
  const own = async (method: string, path = "", body?: object) => {
    const answer = await browser.send(method, `${door.server.url}/api/v1/me/feishu-email${path}`, body);
    return { status: answer.status, body: (await answer.json()) as FeishuEmailView & { code?: string } };
  };
  expect(await own("PUT", "", { email: "nobody@elsewhere.example" })).toMatchObject({
    status: 422,
    body: { code: "feishu_email_unreachable" },
  });
  await door.stage.sql("delete from feishu_email_code_sent");
  const { email } = leavers.at(-1) as TrueUser;
  expect((await own("PUT", "", { email: email?.toUpperCase() ?? "" })).body).toMatchObject({
    email,
    verified_at: null,
  });
  const { content } = await door.received(leavers.at(-1) as TrueUser, OWNER.username);
  const code = /\d{6}/.exec(content)?.[0];
  expect((await own("POST", "/verify", { code: code === "000000" ? "111111" : "000000" })).body.code).toBe(
    "feishu_email_code_wrong",
  );
  expect((await own("POST", "/verify", { code })).body).toMatchObject({
    email,
    verified_at: expect.any(String),
    check: null,
  });
  expect((await own("DELETE")).body).toEqual({ email: null, verified_at: null, check: null });
});
