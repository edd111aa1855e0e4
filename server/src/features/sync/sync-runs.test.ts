import { expect, test } from "vitest";
import { readDirectory } from "../../../test/support/sync-database.ts";
import { actor, company, rehearseSync, without } from "../../../test/support/sync-rehearsal.ts";
import type { OpenDepartmentId, OpenId, PlanId } from "../../core/kernel/ids.ts";

const stage = rehearseSync();
const topics = async () =>
  (await stage.database.pool.query<{ topic: string }>("select topic from outbox order by id")).rows.map(
    ({ topic }) => topic,
  );

test("a first sync creates everybody, and an unchanged one writes nothing", async () => {
  stage.inThread = true;
  const first = await stage.sync();
  expect(first.status).toBe("succeeded");
  expect(first.counts.users.created).toBe(20);
  expect(first.counts.departments.created).toBe(2);
  expect(first.counts.memberships.created).toBe(20);
  expect(first.progress.phase).toBe("reporting");
  const before = await readDirectory(stage.database, stage.connectionId);
  const second = await stage.sync();
  expect(second.status).toBe("succeeded");
  expect(second.counts.users).toMatchObject({ created: 0, updated: 0, unchanged: 20 });
  expect(await readDirectory(stage.database, stage.connectionId)).toEqual(before);
  expect((await topics()).filter((topic) => topic === "user.created")).toHaveLength(20);
});

test("a person whose record the database refuses is left out, everybody else is created, and a retry asks for that one only", async () => {
  // The username is taken between planning and applying, and no bump of the revision tells of it.
  await stage.database.pool.query(
    `create function take_username() returns trigger language plpgsql as $$ begin
       insert into directory_user (id, username, name, origin) values (gen_random_uuid(), 'U7', 'Local', 'built_in'); return new; end $$;
     create trigger take after insert on sync_plan for each row execute function take_username()`,
  );
  const run = await stage.sync();
  await stage.database.pool.query("drop trigger take on sync_plan; drop function take_username");
  expect(run).toMatchObject({
    status: "partially_succeeded",
    reasons: [{ code: "records_failed", detail: { failed: 2 } }],
  });
  expect(run.counts.users).toMatchObject({ created: 19, failed: 1 });
  expect(run.counts.memberships).toMatchObject({ created: 19, failed: 1 });
  const failures = await stage.plans.readChanges(
    run.planId as PlanId,
    { outcome: "failed" },
    { limit: 10, cursor: null },
  );
  expect(failures.ok && failures.value.items.map(({ kind, label, failure }) => [kind, label, failure?.code])).toEqual([
    ["users", "Person u7", "write_refused"],
    ["memberships", "Person u7", "write_refused"],
  ]);

  const retried = await stage.ended(await stage.runs.retry(run.id, actor));
  expect(retried).toMatchObject({
    status: "succeeded",
    trigger: "retry",
    retriesRunId: run.id,
    target: { kind: "users", openIds: ["ou_u7"] },
  });
  expect((await stage.people()).map(({ username }) => username)).toContain("u72");
  expect(await stage.runs.retry(retried.id, actor)).toEqual({ ok: false, error: { code: "nothing_to_retry" } });
});

test("a database in trouble fails the run and blames no record; the next run converges", async () => {
  await stage.database.pool.query(
    `create function no_space() returns trigger language plpgsql as $$ begin
       if new.first_seq > 0 or new.last_seq > 0 then raise exception using errcode = '53100', message = 'no space left'; end if;
       return new; end $$;
     create trigger full_disk before insert on sync_block for each row execute function no_space()`,
  );
  const run = await stage.sync();
  await stage.database.pool.query("drop trigger full_disk on sync_block; drop function no_space");
  expect(run).toMatchObject({
    status: "failed",
    reasons: [{ code: "internal_error" }],
    counts: { users: { created: 0, failed: 0 } },
  });
  expect(stage.errors.splice(0)).toMatchObject([{ code: "53100" }]);
  expect(await stage.people()).toEqual([]);
  expect(await stage.sync()).toMatchObject({ status: "succeeded", counts: { users: { created: 20 } } });
});

test("one person is synced on demand without looking at anybody else", async () => {
  await stage.sync();
  stage.feishu.snapshot = company(20, () => ({ jobTitle: "Changed" }));
  const run = await stage.ended(
    await stage.runs.start({ kind: "users", users: [{ kind: "email", email: "u3@example.com" }] }, actor),
  );
  expect(run).toMatchObject({ status: "succeeded", counts: { users: { updated: 1, unchanged: 0 } } });
  stage.feishu.snapshot = without(1);
  const gone = await stage.ended(
    await stage.runs.start({ kind: "users", users: [{ kind: "username", username: "u19" }] }, actor),
  );
  expect(gone).toMatchObject({ counts: { users: { disabled: 1 } } });
  expect(
    await stage.runs.start({ kind: "users", users: [{ kind: "username", username: "nobody" }] }, actor),
  ).toMatchObject({
    ok: false,
    error: { code: "user_not_found" },
  });
});

test("a source that cannot be read fails the run with its own words, and nothing changes", async () => {
  stage.inThread = true;
  const failure = Object.assign(new Error("The app secret is wrong."), {
    code: "feishu_secret_wrong",
    cure: "Copy it again.",
    detail: {},
  });
  stage.feishu.before = () => Promise.reject(failure);
  expect(await stage.sync()).toMatchObject({
    status: "failed",
    planId: null,
    reasons: [{ code: "feishu_secret_wrong", message: "The app secret is wrong.", cure: "Copy it again." }],
  });
  expect(await stage.preview()).toMatchObject({ status: "failed", reasons: [{ code: "feishu_secret_wrong" }] });
});

test("an incomplete reading is applied, removes nobody, and says what was missing", async () => {
  await stage.sync();
  const part = without(3);
  const unread = [{ what: "department_members" as const, key: "od-d1", code: "feishu_timeout", message: "no answer" }];
  stage.feishu.snapshot = { ...part, coverage: { ...part.coverage, unread } };
  expect(await stage.sync()).toMatchObject({
    status: "partially_succeeded",
    reasons: [{ code: "source_incomplete", detail: { unread: 1 } }],
  });
  expect(await stage.statuses()).toEqual([]);
});

test("sync switched off or not set up refuses to start", async () => {
  stage.settings = { ...stage.settings, enabled: false };
  expect(await stage.runs.start({ kind: "all" }, actor)).toEqual({ ok: false, error: { code: "user_sync_disabled" } });
});

test("a run for people or a department nobody knows fails by name, and one unknown among known ones is reported", async () => {
  await stage.sync();
  const users = (...openIds: string[]) => ({
    kind: "users" as const,
    users: openIds.map((openId) => ({ kind: "open_id" as const, openId: openId as OpenId })),
  });
  const nobody = await stage.ended(await stage.runs.start(users("ou_nobody"), actor));
  expect(nobody).toMatchObject({
    status: "failed",
    reasons: [{ code: "target_unknown", detail: { refs: ["ou_nobody"] } }],
    planId: null,
  });
  const department = { kind: "open_department_id" as const, openDepartmentId: "od-none" as OpenDepartmentId };
  const nowhere = await stage.ended(await stage.runs.start({ kind: "department", department }, actor));
  expect(nowhere).toMatchObject({
    status: "failed",
    reasons: [{ code: "target_unknown", detail: { refs: ["od-none"] } }],
  });
  stage.feishu.snapshot = company(20, () => ({ jobTitle: "Changed" }));
  const mixed = await stage.ended(await stage.runs.start(users("ou_nobody", "ou_u3"), actor));
  expect(mixed).toMatchObject({
    status: "partially_succeeded",
    counts: { users: { updated: 1 } },
    reasons: [{ code: "target_unknown", detail: { refs: ["ou_nobody"] } }],
  });
  // Somebody who was here and left is known.
  stage.feishu.snapshot = without(1);
  expect(await stage.ended(await stage.runs.start(users("ou_u19"), actor))).toMatchObject({
    status: "succeeded",
    counts: { users: { disabled: 1 } },
  });
});

test("the history tells the newest runs in short", async () => {
  const first = await stage.sync();
  stage.feishu.snapshot = company(20, (key) => (key === 0 ? { jobTitle: "Chief" } : {}));
  const second = await stage.sync();
  const history = await stage.runs.history(14);
  expect(history.map(({ id, status, counts }) => [id, status, counts.users.created, counts.users.updated])).toEqual([
    [second.id, "succeeded", 0, 1],
    [first.id, "succeeded", 20, 0],
  ]);
  expect(await stage.runs.history(1)).toHaveLength(1);
});
