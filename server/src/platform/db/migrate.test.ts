import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { OpenDatabase } from "./open-database.ts";

let database: OpenDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("a test database is a migrated clone", async () => {
  const { rows } = await database.pool.query("select count(*) as n, 9007199254740991::bigint as big from directory_state");
  expect(rows).toEqual([{ n: 1, big: 9007199254740991 }]);
});
