import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { addConnection } from "../../../test/support/sync-database.ts";
import { err, ok } from "../../core/kernel/result.ts";
import { type FixedClock, fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { UserPrincipal } from "../../platform/http/index.ts";
import { type FeishuEmails, makeFeishuEmails } from "./feishu-emails.ts";
import type { SendToEmail } from "./ports.ts";

let database: OpenDatabase;
let clock: FixedClock;
let emails: FeishuEmails;
let mia: UserPrincipal;
/** What Feishu was handed, and what it answers. */
let sent: { email: string; text: string }[];
let answer: Awaited<ReturnType<SendToEmail>>;

const signal = new AbortController().signal;
const set = (email: string, who = mia) => emails.set(who, email, signal);
const codeIn = (text: string | undefined) => /\d{6}/.exec(text ?? "")?.[0] ?? "";
const lastCode = () => codeIn(sent.at(-1)?.text);
const wrong = () => (lastCode() === "000000" ? "111111" : "000000");

async function addPerson(username: string): Promise<UserPrincipal> {
  const id = randomUUID();
  await database.pool.query("insert into directory_user (id, username, name, origin) values ($1, $2, $2, 'built_in')", [
    id,
    username,
  ]);
  return {
    ...{ kind: "user", id, name: username, username, role: "member", sessionId: id },
    ...{ provedAt: null, mustChangePassword: false },
  };
}

async function switchService(enabled: boolean): Promise<void> {
  await database.pool.query("update feishu_connection set settings = $1", [
    JSON.stringify({ messageNotifications: { enabled } }),
  ]);
}

beforeAll(async () => {
  database = await openTestDatabase();
  await addConnection(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query("truncate directory_user cascade");
  await switchService(true);
  clock = fixedClock("2026-05-01T08:00:00Z");
  sent = [];
  answer = ok(null);
  emails = makeFeishuEmails({
    ...{ database, clock },
    send: async (email, text) => {
      sent.push({ email, text });
      return answer;
    },
  });
  mia = await addPerson("mia");
});

describe("a Feishu e-mail", () => {
  it("counts once the code that was sent there came back", async () => {
    expect(await set("mia@example.com")).toMatchObject({
      value: {
        email: "mia@example.com",
        verifiedAt: null,
        check: { expiresAt: "2026-05-01T08:10:00.000Z", triesLeft: 5 },
      },
    });
    expect(sent).toMatchObject([{ email: "mia@example.com", text: expect.stringContaining("账号 mia") }]);
    expect(await emails.verify(mia, lastCode())).toEqual({
      ok: true,
      value: { email: "mia@example.com", verifiedAt: "2026-05-01T08:00:00.000Z", check: null },
    });
    const { rows } = await database.pool.query("select action from audit_record where object_id = $1 order by id", [
      mia.id,
    ]);
    expect(rows.map(({ action }) => action)).toEqual(["user.feishu_email_changed", "user.feishu_email_verified"]);
  });

  it("keeps of a code only a hash", async () => {
    await set("mia@example.com");
    const { rows } = await database.pool.query("select c::text from feishu_email_check c");
    expect(JSON.stringify(rows)).not.toContain(lastCode());
  });

  it("is not verified any more once it is another, and is left alone when it is the same", async () => {
    await set("mia@example.com");
    await emails.verify(mia, lastCode());
    clock.advance(60_000);
    expect(await set("mia@example.com")).toMatchObject({ value: { verifiedAt: "2026-05-01T08:00:00.000Z" } });
    expect(sent).toHaveLength(1);
    expect(await set("other@example.com")).toMatchObject({ value: { email: "other@example.com", verifiedAt: null } });
  });

  it("is forgotten on request, with the code on its way", async () => {
    await set("mia@example.com");
    const code = lastCode();
    expect(await emails.remove(mia)).toEqual({ email: null, verifiedAt: null, check: null });
    expect(await emails.verify(mia, code)).toMatchObject({ error: { code: "feishu_email_code_over" } });
  });
});

describe("a code", () => {
  it("is over after five wrong tries, the right one included", async () => {
    await set("mia@example.com");
    for (const left of [4, 3, 2, 1])
      expect(await emails.verify(mia, wrong())).toEqual({
        ok: false,
        error: { code: "feishu_email_code_wrong", detail: { tries_left: left } },
      });
    expect(await emails.verify(mia, wrong())).toMatchObject({ error: { code: "feishu_email_code_over" } });
    expect(await emails.verify(mia, lastCode())).toMatchObject({ error: { code: "feishu_email_code_over" } });
    expect(await emails.read(mia)).toEqual({ email: "mia@example.com", verifiedAt: null, check: null });
  });

  it("gains nothing by being tried many times at once", async () => {
    await set("mia@example.com");
    const answers = await Promise.all(Array.from({ length: 20 }, () => emails.verify(mia, wrong())));
    expect(answers.filter((one) => !one.ok && one.error.code === "feishu_email_code_wrong")).toHaveLength(4);
  });

  it("is over after ten minutes", async () => {
    await set("mia@example.com");
    clock.advance(10 * 60_000);
    expect(await emails.verify(mia, lastCode())).toMatchObject({ error: { code: "feishu_email_code_over" } });
  });

  it("opens for nobody else, and only the latest one opens", async () => {
    const eve = await addPerson("eve");
    await set("mia@example.com");
    const first = lastCode();
    expect(await emails.verify(eve, first)).toMatchObject({ error: { code: "feishu_email_code_over" } });
    clock.advance(60_000);
    await set("mia@example.com");
    const second = lastCode();
    if (first !== second)
      expect(await emails.verify(mia, first)).toMatchObject({ error: { code: "feishu_email_code_wrong" } });
    expect(await emails.verify(mia, second)).toMatchObject({ ok: true });
  });

  it("is sent once a minute and five times an hour to a person", async () => {
    await set("a@example.com");
    expect(await set("b@example.com")).toEqual({
      ok: false,
      error: { code: "feishu_email_too_often", detail: { retry_after: 60 } },
    });
    for (const name of ["c", "d", "e", "f"]) {
      clock.advance(60_000);
      expect(await set(`${name}@example.com`)).toMatchObject({ ok: true });
    }
    clock.advance(60_000);
    expect(await set("g@example.com")).toEqual({
      ok: false,
      error: { code: "feishu_email_too_often", detail: { retry_after: 3300 } },
    });
    expect(sent).toHaveLength(5);
    expect((await emails.read(mia)).email).toBe("f@example.com");
  });

  it("is sent five times an hour to one address, whoever asks", async () => {
    for (const name of ["p", "q", "r", "s", "t"])
      expect(await set("victim@example.com", await addPerson(name))).toMatchObject({ ok: true });
    expect(await set("victim@example.com")).toMatchObject({ error: { code: "feishu_email_too_often" } });
    expect(sent).toHaveLength(5);
  });

  it("is not good when Feishu knows nobody by the address", async () => {
    answer = err({ code: "feishu_email_unreachable", detail: { feishu_code: 230034 } });
    expect(await set("nobody@example.com")).toMatchObject({ error: { code: "feishu_email_unreachable" } });
    expect(await emails.verify(mia, lastCode())).toMatchObject({ error: { code: "feishu_email_code_over" } });
  });

  it("is good when nobody knows whether it arrived", async () => {
    answer = err({ code: "feishu_email_not_sent", detail: { why: "feishu_timeout" } });
    expect(await set("mia@example.com")).toMatchObject({ error: { code: "feishu_email_not_sent" } });
    expect(await emails.verify(mia, lastCode())).toMatchObject({ ok: true });
  });

  it("is not sent while message notifications are off", async () => {
    await switchService(false);
    expect(await set("mia@example.com")).toEqual({ ok: false, error: { code: "message_notifications_off" } });
    expect(sent).toEqual([]);
  });
});
