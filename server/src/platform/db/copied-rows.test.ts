import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { type CopiedRow, CopyTextReader, readCopied } from "./copied-rows.ts";
import { copyRows } from "./copy-rows.ts";
import type { OpenDatabase } from "./open-database.ts";

let database: OpenDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** What PostgreSQL can hold: no U+0000 and no half characters. */
const text = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom("\\", "N", "\t", "\n", "\r", "\b", "李", "n") }),
  )
  .map((value) => value.replaceAll("\0", ""));

test("whatever a row holds comes out as it went in, NULL and the words for it apart", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, fc.option(text)), { maxLength: 20 }), async (rows) => {
      const client = await database.pool.connect();
      try {
        await client.query("begin; create temporary table piece (place int, one text, other text) on commit drop");
        await copyRows(
          client,
          "piece",
          { place: "value", one: "value", other: "value" },
          rows.map(([one, other], place) => ({ place, one, other })),
        );
        const found: CopiedRow[] = [];
        await readCopied(client, "select one, other from piece order by place", (batch) => void found.push(...batch));
        expect(found).toEqual(rows);
        await client.query("rollback");
      } finally {
        client.release();
      }
    }),
    { numRuns: 50 },
  );
});

test("rows are the same wherever the pieces they come in are cut", () => {
  const bytes = Buffer.from("李\\t伟\t\\N\na\\\\\tb\n\t\n");
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const reader = new CopyTextReader();
      const rows = at.slice(1).flatMap((end, index) => reader.read(bytes.subarray(at[index], end)));
      expect(rows).toEqual([
        ["李\t伟", null],
        ["a\\", "b"],
        ["", ""],
      ]);
    }),
  );
});

test("what PostgreSQL refuses is told, and so is what the taker throws", async () => {
  const refused = await database.pool.connect();
  await expect(readCopied(refused, "select 1 / 0", () => undefined)).rejects.toThrow("division by zero");
  refused.release(true);
  const thrown = await database.pool.connect();
  const taking = readCopied(thrown, "select generate_series(1, 10)", () => {
    throw new Error("not these");
  });
  await expect(taking).rejects.toThrow("not these");
  thrown.release(true);
});
