import { expect, test } from "vitest";
import { rehearseSync } from "../../../test/support/sync-rehearsal.ts";
import { tallyOutcomes } from "./outcome-reader.ts";

const stage = rehearseSync();

test("steps are counted alike whether their block counted them or was written by a program that did not", async () => {
  const { planId } = await stage.sync();
  const { kysely, pool } = stage.database;
  const sorted = async () =>
    (await tallyOutcomes(kysely, planId ?? "")).map((tally) => JSON.stringify(tally)).sort((a, b) => (a < b ? -1 : 1));
  const counted = await sorted();
  expect(counted).toContainEqual(JSON.stringify({ kind: "users", verb: "create", outcome: "applied", count: 20 }));

  await pool.query(
    "insert into sync_failure (plan_id, run_id, seq, code, message) select $1, id, 0, 'x', 'x' from sync_run",
    [planId],
  );
  const { rows } = await pool.query("select kind, verb from sync_change where plan_id = $1 and seq = 0", [planId]);
  await pool.query("update sync_block set counts = null");
  const failed = JSON.stringify({ ...rows[0], outcome: "left_out", count: 1 });
  expect(await sorted()).toContainEqual(failed);
  await pool.query("delete from sync_failure");
  expect(await sorted()).toEqual(counted);
});

test("a plan that is forgotten takes its steps along, and a connection stays", async () => {
  const { pool } = stage.database;
  await pool.query("update sync_run set plan_id = null");
  await pool.query("delete from sync_plan");
  expect((await pool.query("select 1 from sync_change union all select 1 from sync_issue")).rows).toEqual([]);
  await expect(pool.query("delete from feishu_connection")).rejects.toThrow(/never deleted/);
});
