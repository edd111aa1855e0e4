import { beforeEach, describe, expect, it } from "vitest";
import { NoticeRehearsal } from "../../../test/support/notice-rehearsal.ts";
import { actor, DAY, rehearseSync, without } from "../../../test/support/sync-rehearsal.ts";
import { appendEvent } from "../../platform/outbox/outbox-store.ts";
import type { MessageToQueue } from "../messages/index.ts";
import type { SyncRun } from "../sync/index.ts";

const stage = rehearseSync();
const notices = new NoticeRehearsal(stage);
let run: SyncRun;
let ola: string;
let ben: string;

/** A run that holds six removals, and two operators with a card each. */
beforeEach(async () => {
  await notices.reset();
  await stage.sync();
  ola = await notices.addUser("ola", "owner");
  ben = await notices.addUser("ben");
  await notices.sql("insert into user_preference (user_id, language) values ($1, 'en')", [ola]);
  stage.feishu.snapshot = without(6);
  run = await stage.sync();
  expect(run.status).toBe("waiting_for_approval");
  await notices.handOn();
  expect(notices.queued).toHaveLength(2);
});

const cardOf = (userId: string): MessageToQueue | undefined =>
  notices.queued.find(({ recipient }) => recipient === userId);
const text = (value: unknown) => JSON.stringify(value);
const statusOf = async () => (await stage.runs.find(run.id))?.status;
const removed = async () => (await stage.statuses()).length;
const OLA = { openId: "ou_ola", unionId: "on_ola" };
const BEN = { openId: "ou_ben", unionId: "on_ben" };

describe("the card about a held run", () => {
  it("tells in each operator's language what is on hold, whom it is about, and where to look", () => {
    const [inEnglish, inChinese] = [text(cardOf(ola)?.content), text(cardOf(ben)?.content)];
    expect(inEnglish).toContain("On hold: 6 accounts to disable.");
    expect(inEnglish).toContain("Why: Unusually many removals.");
    expect(inEnglish).toContain(`https://lb.example.com/sync-runs/${run.id}`);
    expect(inEnglish).toMatch(/and 1 more/);
    expect(inChinese).toContain("已保留：停用 6 个账号。");
    expect(inChinese).toContain("原因：移除数量异常。");
  });

  it("carries a secret of its own on each copy, of which only a hash is kept", async () => {
    const nonces = [ola, ben].map((id) => /"nonce":"([\w-]{43})"/.exec(text(cardOf(id)?.content))?.[1]);
    expect(new Set(nonces).size).toBe(2);
    const kept = text(await notices.sql("select encode(nonce_hash, 'escape') as kept, c.* from approval_card c"));
    for (const nonce of nonces) expect(kept).not.toContain(nonce);
  });

  it("is not sent again for the same changes: the cards that are out count for the run that took the place", async () => {
    const heir = await stage.sync();
    expect(heir.changesDigest).toBe(run.changesDigest);
    expect(await notices.handOn()).toEqual([]);
    expect(notices.updates).toEqual([]);
    const answer = await notices.press(cardOf(ola), "approve", OLA);
    expect(answer.toast?.type).toBe("success");
    await stage.active.ended(heir.id);
    expect(await removed()).toBe(6);
  });

  it("about runs for single people, which come in bursts, is sent one after the other", async () => {
    const look = async () => {
      const [{ id } = { id: "" }] = await notices.sql<{ id: string }>(
        `insert into sync_run (connection_id, trigger, requested_by, target, status, progress, plan_id, reasons, finished_at)
         select connection_id, 'event', requested_by, '{"kind": "records"}', status, progress, plan_id, reasons, finished_at
         from sync_run where id = $1 returning id::text`,
        [run.id],
      );
      await appendEvent(stage.database.kysely, "sync_run.finished", { runId: id });
      return id as SyncRun["id"];
    };
    const looks = [await look(), await look(), await look()];
    expect(await notices.handOn()).toHaveLength(2);
    for (const [at, id] of looks.entries()) {
      await stage.runs.reject(id, actor);
      expect(await notices.handOn()).toHaveLength(at < 2 ? 2 : 0);
    }
    expect(text(notices.queued)).toContain(`sync-runs/${looks[2]}`);
  });

  it("is asked anew once its day is over", async () => {
    stage.clock.advance(DAY);
    const next = await stage.sync();
    expect(next.status).toBe("waiting_for_approval");
    expect(await notices.handOn()).toHaveLength(2);
  });

  it("tells on every copy that the run was decided in the console, and loses its buttons", async () => {
    await stage.runs.reject(run.id, actor);
    await notices.handOn();
    expect(notices.updates).toHaveLength(2);
    for (const { card } of notices.updates) {
      expect(text(card)).toMatch(/Rejected by Ada at|Ada 已于 .* 拒绝/);
      expect(text(card)).not.toContain("nonce");
    }
    await notices.handOn();
    expect(notices.updates).toHaveLength(2);
  });
});

describe("Approve", () => {
  it("applies what is on hold in the operator's name, and every copy says so", async () => {
    const answer = await notices.press(cardOf(ola), "approve", OLA);
    expect(answer.toast).toMatchObject({ type: "success", en: "Approved. The changes are being applied." });
    expect(text(answer.card)).toContain("Approved by OLA at");
    await stage.active.ended(run.id);
    expect(await removed()).toBe(6);
    const audit = `select actor ->> 'id' as by, after ->> 'way' as way from audit_record where action = 'sync_run.approved'`;
    expect(await notices.sql(audit)).toEqual([{ by: ola, way: "card" }]);
    await notices.handOn();
    expect(notices.updates).toHaveLength(2);
    for (const { card } of notices.updates) expect(text(card)).toMatch(/Approved by OLA at|OLA 已于 .* 确认执行/);
    expect(notices.presses).toEqual(["approve"]);
  });

  it("counts once, however many press at the same moment", async () => {
    const answers = await Promise.all([
      notices.press(cardOf(ola), "approve", OLA),
      notices.press(cardOf(ben), "approve", BEN),
      notices.press(cardOf(ola), "approve", OLA),
    ]);
    await stage.active.ended(run.id);
    expect(answers.filter(({ toast }) => toast?.type === "success")).toHaveLength(1);
    expect(await removed()).toBe(6);
    expect(await notices.sql("select 1 from audit_record where action = 'sync_run.approved'")).toHaveLength(1);
  });
});

describe("Keep waiting", () => {
  it("leaves the run as it is, notes who chose it, and is the one answer these cards take", async () => {
    const answer = await notices.press(cardOf(ben), "hold", BEN);
    expect(answer.toast?.type).toBe("info");
    expect(text(answer.card)).toMatch(/BEN 已于 .* 选择继续保留/);
    expect(await statusOf()).toBe("waiting_for_approval");
    await notices.handOn();
    expect(notices.updates).toHaveLength(2);
    expect(text(notices.updates)).toContain("Kept waiting by BEN at");
    expect((await notices.press(cardOf(ola), "approve", OLA)).toast?.type).toBe("warning");
    expect(notices.presses).toEqual(["hold", "answered_already"]);
    const audit = "select actor ->> 'id' as by from audit_record where action = 'sync_run.kept_waiting'";
    expect(await notices.sql(audit)).toEqual([{ by: ben }]);
    expect((await stage.ended(await stage.runs.approve(run.id, run.changesDigest ?? "", actor))).status).toBe(
      "succeeded",
    );
    await notices.handOn();
    expect(text(notices.updates.at(-1))).toMatch(/Approved by Ada at|Ada 已于/);
  });
});

describe("a press is refused, counted and without effect", () => {
  const refuse = async (outcome: string, press: () => Promise<unknown>) => {
    const before = await removed();
    await press();
    expect(notices.presses).toEqual([outcome]);
    expect(await statusOf()).not.toBe("succeeded");
    expect(await removed()).toBe(before);
    expect(await notices.sql("select 1 from audit_record where action = 'sync_run.approved'")).toEqual([]);
  };
  const noted = () =>
    notices.sql(
      "select after ->> 'why' as why, after ->> 'open_id' as who from audit_record where action = 'sync_run.card_refused'",
    );

  it("for somebody who is not linked", async () => {
    await refuse("operator_not_linked", () => notices.press(cardOf(ola), "approve", { openId: "ou_stranger" }));
    expect(await noted()).toEqual([{ why: "operator_not_linked", who: "ou_stranger" }]);
  });

  it("for ids that lead to two people", () =>
    refuse("operator_not_linked", () =>
      notices.press(cardOf(ola), "approve", { openId: "ou_ola", unionId: "on_ben" }),
    ));

  it("for a member", async () => {
    await notices.addUser("mia", "member");
    await refuse("card_of_another", () => notices.press(cardOf(ola), "approve", { openId: "ou_mia" }));
  });

  it("for another operator than the one it was sent to", () =>
    refuse("card_of_another", () => notices.press(cardOf(ola), "approve", BEN)));

  it("for an operator whose role was taken away", async () => {
    await notices.sql("update directory_user set role = 'auditor' where id = $1", [ola]);
    await refuse("not_permitted", () => notices.press(cardOf(ola), "approve", OLA));
  });

  it("for an operator whose account is disabled", async () => {
    await notices.sql("update directory_user set status = 'disabled', disabled_by = 'operator' where id = $1", [ola]);
    await refuse("operator_inactive", () => notices.press(cardOf(ola), "approve", OLA));
  });

  it("for an operator whose link was taken away", async () => {
    await notices.sql("update linked_identity set unlinked_at = now() where user_id = $1", [ola]);
    await refuse("operator_not_linked", () => notices.press(cardOf(ola), "approve", OLA));
  });

  it("for a secret nobody was given", () =>
    refuse("card_unknown", () => notices.press(cardOf(ola), "approve", OLA, { nonce: "n".repeat(43) })));

  it("for a button that is not ours", () =>
    refuse("not_understood", () => notices.press(cardOf(ola), "approve", OLA, { action: "reject" })));

  it("for a digest the card did not show", () =>
    refuse("changes_replaced", () => notices.press(cardOf(ola), "approve", OLA, { changes_digest: "another" })));

  it("for changes that others took the place of", async () => {
    stage.feishu.snapshot = without(8);
    expect((await stage.sync()).status).toBe("waiting_for_approval");
    await refuse("changes_replaced", () => notices.press(cardOf(ola), "approve", OLA));
    await notices.handOn();
    expect(text(notices.updates)).toContain("A newer sync with other changes has taken its place.");
    // And the newer changes are asked about.
    expect(notices.queued).toHaveLength(4);
  });

  it("after a day", async () => {
    stage.clock.advance(DAY);
    await refuse("card_expired", () => notices.press(cardOf(ola), "approve", OLA));
  });

  it("for a run that was rejected in the console", async () => {
    await stage.runs.reject(run.id, actor);
    await refuse("run_over", () => notices.press(cardOf(ola), "approve", OLA));
  });

  it("while another sync is running, after which it counts", async () => {
    const reading = Promise.withResolvers<void>();
    stage.feishu.before = () => reading.promise;
    const started = await stage.runs.start({ kind: "users", users: [] }, actor);
    await notices.press(cardOf(ola), "approve", OLA);
    stage.feishu.before = undefined;
    reading.resolve();
    await stage.ended(started);
    expect(notices.presses).toEqual(["sync_running"]);
    await notices.press(cardOf(ola), "approve", OLA);
    expect(notices.presses).toEqual(["sync_running", "approve"]);
  });
});
