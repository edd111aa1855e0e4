import { expect, test } from "vitest";
import { actor, company, DAY, rehearseSync, without } from "../../../test/support/sync-rehearsal.ts";

const stage = rehearseSync();

test("undoing a run brings everybody back and pins them until Feishu asks for something else", async () => {
  await stage.sync();
  stage.feishu.snapshot = without(3);
  const departure = await stage.sync();
  expect(await stage.statuses()).toHaveLength(3);
  const undone = await stage.ended(await stage.runs.revert(departure.id, null, actor));
  expect(undone).toMatchObject({
    status: "succeeded",
    trigger: "revert",
    revertsRunId: departure.id,
    // It read nothing, so there is nothing to say about its reading.
    coverage: null,
    counts: { users: { restored: 3 } },
  });
  expect(await stage.statuses()).toEqual([]);
  expect(await stage.sync()).toMatchObject({ status: "succeeded", counts: { users: { disabled: 0, skipped: 3 } } });
  stage.feishu.snapshot = company(20);
  expect(await stage.sync()).toMatchObject({ counts: { users: { skipped: 0 } } });
  stage.clock.advance(DAY + 1);
  stage.feishu.snapshot = without(3);
  expect(await stage.sync()).toMatchObject({ counts: { users: { disabled: 3 } } });
  expect(await stage.runs.revert(undone.id, { kind: "username", username: "nobody" }, actor)).toEqual({
    ok: false,
    error: { code: "user_not_found" },
  });
});

test("one person in a run can be undone; the others stay as they are", async () => {
  await stage.sync();
  stage.feishu.snapshot = without(3);
  const departure = await stage.sync();
  await stage.ended(await stage.runs.revert(departure.id, { kind: "email", email: "u18@example.com" }, actor));
  expect(await stage.statuses()).toEqual(["u17 disabled", "u19 disabled"]);
  expect(await stage.runs.revert(departure.id, { kind: "username", username: "u1" }, actor)).toEqual({
    ok: false,
    error: { code: "nothing_to_revert" },
  });
});

test("undoing the first sync removes what it made and does not ask the guard", async () => {
  const first = await stage.sync();
  const undone = await stage.ended(await stage.runs.revert(first.id, null, actor));
  expect(undone).toMatchObject({
    status: "succeeded",
    counts: { users: { deleted: 20 }, departments: { deleted: 2 }, memberships: { deleted: 20 } },
  });
  const { rows } = await stage.database.pool.query(
    "select approved, count(*) as count from sync_removal group by approved",
  );
  expect(rows).toEqual([{ approved: true, count: 20 }]);
});
