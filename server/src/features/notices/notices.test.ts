import { beforeEach, describe, expect, it } from "vitest";
import { NoticeRehearsal } from "../../../test/support/notice-rehearsal.ts";
import { actor, rehearseSync, without } from "../../../test/support/sync-rehearsal.ts";
import { appendEvent } from "../../platform/outbox/outbox-store.ts";
import { changeSwitches, declareWelcomeLinks, readSwitches } from "./switch-store.ts";
import { welcomeNext } from "./welcome-people.ts";

const stage = rehearseSync();
const notices = new NoticeRehearsal(stage);
beforeEach(() => notices.reset());

const switchOn = (changes: Parameters<typeof changeSwitches>[1]) =>
  changeSwitches(stage.database.kysely, changes, actor);
const tell = (topic: string, payload: Record<string, string>) => appendEvent(stage.database.kysely, topic, payload);
const enabled = async () =>
  (await readSwitches(stage.database.kysely)).filter((one) => one.enabled).map(({ notice }) => notice);

describe("the switches", () => {
  const usual = ["account_disabled", "new_device", "sync_failed", "sync_partially_succeeded", "sync_waiting"];

  it("are on by default but for the welcome, which would greet a whole company at once", async () => {
    expect(await enabled()).toEqual(usual);
  });

  it("have the welcome on where the configuration promises one-time links, until an operator says otherwise", async () => {
    await declareWelcomeLinks(stage.database.kysely, true);
    expect(await enabled()).toEqual(["welcome", ...usual]);
    await switchOn({ welcome: false });
    expect(await enabled()).toEqual(usual);
  });

  it("leave an audit record of what changed, and none of what did not", async () => {
    await switchOn({ new_device: false, sync_failed: true });
    await switchOn({ new_device: false });
    const audit = "select actor ->> 'name' as by, before, after from audit_record where action = 'notices.changed'";
    expect(await notices.sql(audit)).toEqual([
      { by: "Ada", before: { new_device: true }, after: { new_device: false } },
    ]);
  });
});

describe("a person", () => {
  it("is told that their account was disabled, once for each time", async () => {
    const userId = await notices.addUser("mia", "member");
    await tell("user.disabled", { userId });
    await tell("user.disabled", { userId });
    const keys = await notices.handOn();
    expect(keys).toHaveLength(2);
    expect(notices.queued[0]).toMatchObject({ recipient: userId, content: { template: "account_disabled" } });
    expect(await notices.handOn()).toEqual([]);
  });

  it("is told of a new device with what it is and when, in the company's time zone", async () => {
    const userId = await notices.addUser("mia", "member");
    const [session] = await notices.sql<{ id: string }>(
      `insert into session (user_id, secret_hash, created_at, last_seen_at, expires_at, user_agent, address)
       values ($1, '\\x00', '2026-03-01T08:00:00Z', now(), now(), 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36', '192.0.2.7')
       returning id`,
      [userId],
    );
    await tell("session.new_device", { userId, sessionId: session?.id ?? "" });
    expect(await notices.handOn()).toEqual([`notice/new_device/${session?.id}`]);
    expect(notices.queued[0]?.content).toMatchObject({
      template: "new_device",
      values: { device: "Chrome · Windows", address: "192.0.2.7", time: "2026-03-01 16:00 (Asia/Shanghai)" },
    });
  });

  it("is told nothing while the notice, or the service, is off, and not of what happened then", async () => {
    const userId = await notices.addUser("mia", "member");
    await notices.switchService(false);
    await tell("user.disabled", { userId });
    expect(await notices.handOn()).toEqual([]);
    await notices.switchService(true);
    expect(await notices.handOn()).toEqual([]);
    await switchOn({ account_disabled: false });
    await tell("user.disabled", { userId });
    await switchOn({ account_disabled: true });
    expect(await notices.handOn()).toEqual([]);
  });
});

describe("a welcome", () => {
  const welcomeAll = async () => {
    while ((await welcomeNext(notices.parts)) > 0);
  };
  const secretOf = (at: number) => {
    const content = notices.queued[at]?.content;
    return content?.kind === "template" ? (content.values["password_link"] ?? "").split("#token=")[1] : undefined;
  };

  it("is sent to nobody by a first sync unless it is switched on", async () => {
    await stage.sync();
    expect(await notices.handOn()).toEqual([]);
    await welcomeAll();
    expect(notices.queued).toEqual([]);
  });

  it("goes to each person whose account is made after it was switched on, once", async () => {
    await switchOn({ welcome: true });
    await stage.sync();
    await notices.handOn();
    await welcomeAll();
    expect(notices.queued).toHaveLength(20);
    expect(notices.queued[0]).toMatchObject({
      key: `notice/welcome/${notices.queued[0]?.recipient}`,
      content: { template: "welcome", values: { sign_in_url: "https://lb.example.com/" } },
      expiresAt: null,
    });
    expect(await notices.sql("select 1 from one_time_link")).toEqual([]);
  });

  it("carries a link that opens once within a day, made when its message is queued and not before", async () => {
    await declareWelcomeLinks(stage.database.kysely, true);
    await stage.sync();
    await notices.handOn();
    expect(await notices.sql("select 1 from pending_welcome")).toHaveLength(20);
    expect(await notices.sql("select 1 from one_time_link")).toEqual([]);
    await welcomeAll();
    expect(notices.queued).toHaveLength(20);
    expect(notices.queued[0]).toMatchObject({
      content: { template: "welcome_with_link" },
      expiresAt: "2026-03-02T08:00:00.000Z",
    });
    expect(secretOf(0)).toMatch(/^[\w-]{43}$/);
    const links = await notices.sql(
      "select 1 from one_time_link where purpose = 'password' and expires_at = '2026-03-02T08:00:00Z' and user_id = $1",
      [notices.queued[0]?.recipient],
    );
    expect(links).toHaveLength(1);
  });

  it("waits while enough welcomes are queued, so that links are young and other messages get through", async () => {
    await declareWelcomeLinks(stage.database.kysely, true);
    await notices.sql(
      `insert into directory_user (id, username, name, origin)
       select gen_random_uuid(), 'w' || n, 'W', 'built_in' from generate_series(1, 130) n`,
    );
    await notices.sql("insert into pending_welcome (user_id, created_at) select id, now() from directory_user");
    await welcomeAll();
    expect(notices.queued).toHaveLength(100);
    expect(await notices.sql("select 1 from one_time_link")).toHaveLength(100);
    await notices.sql("update message set state = 'sent', finished_at = now()");
    await welcomeAll();
    expect(notices.queued).toHaveLength(130);
  });

  it("is not caught up on after it was switched off", async () => {
    await switchOn({ welcome: true });
    await stage.sync();
    await notices.handOn();
    await switchOn({ welcome: false });
    await welcomeAll();
    await switchOn({ welcome: true });
    await welcomeAll();
    expect(notices.queued).toEqual([]);
  });

  it("carries no link for whoever has a password, and goes to no service account and nobody disabled", async () => {
    await declareWelcomeLinks(stage.database.kysely, true);
    const ids = [];
    for (const name of ["with", "service", "gone"]) ids.push(await notices.addUser(name, "member"));
    await notices.sql("update directory_user set password_hash = 'x' where id = $1", [ids[0]]);
    await notices.sql("update directory_user set service_account = true where id = $1", [ids[1]]);
    for (const userId of ids) await tell("user.created", { userId });
    await notices.handOn();
    await notices.sql("update directory_user set status = 'disabled', disabled_by = 'operator' where id = $1", [
      ids[2],
    ]);
    await welcomeAll();
    expect(notices.queued.map(({ recipient, content }) => [recipient, content])).toEqual([
      [ids[0], { kind: "template", template: "welcome", values: { sign_in_url: "https://lb.example.com/" } }],
    ]);
  });
});

describe("operators", () => {
  it("hear why a run failed, in words of both languages, if messages reach them", async () => {
    await stage.sync();
    const linked = await notices.addUser("olivia", "owner");
    const mailed = await notices.addUser("adam", "administrator", null);
    await notices.sql("insert into feishu_email values ($1, 'adam@example.com', now())", [mailed]);
    await notices.addUser("unreachable", "administrator", null);
    await notices.addUser("auditor", "auditor");
    stage.feishu.snapshot = without(20);
    const run = await stage.sync();
    expect(run.status).toBe("failed");
    expect((await notices.handOn()).sort()).toEqual(
      [linked, mailed].map((id) => `notice/sync_failed/${run.id}/${id}`).sort(),
    );
    expect(notices.queued[0]?.content).toMatchObject({
      values: {
        run: run.id,
        run_url: `https://lb.example.com/sync-runs/${run.id}`,
        reasons_en: "Feishu shows nobody",
        reasons_zh: "飞书未返回任何人",
      },
    });
  });

  it("hear of the same trouble once, until a run went well or a day has passed", async () => {
    await stage.sync();
    await notices.addUser("olivia", "owner");
    const good = stage.feishu.snapshot;
    const fail = async () => {
      stage.feishu.snapshot = without(20);
      await stage.sync();
      return (await notices.handOn()).length;
    };
    expect(await fail()).toBe(1);
    expect(await fail()).toBe(0);
    stage.feishu.snapshot = good;
    expect((await stage.sync()).status).toBe("succeeded");
    expect(await fail()).toBe(1);
    expect(await fail()).toBe(0);
    stage.clock.advance(25 * 60 * 60_000);
    expect(await fail()).toBe(1);
  });
});
