import fc from "fast-check";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awkwardTexts } from "../../../test/support/awkward-rows.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import { copyRows } from "./copy-rows.ts";
import type { OpenDatabase } from "./open-database.ts";

let database: OpenDatabase;
let client: PoolClient;
beforeAll(async () => {
  database = await openTestDatabase({ migrated: false });
  client = await database.pool.connect();
  await client.query("create table taken (n int, label text, tags text[], detail jsonb, bytes bytea, at timestamptz)");
});
afterAll(async () => {
  client.release();
  await database.close();
});

const columns = { n: "value", label: "value", tags: "array", detail: "json", bytes: "value", at: "value" } as const;

interface Row {
  readonly n: number;
  readonly label: string | null;
  readonly tags: readonly (string | null)[] | null;
  readonly detail: unknown;
  readonly bytes: Buffer | null;
  readonly at: Date | null;
}

async function writeAndRead(rows: readonly Row[]): Promise<unknown[]> {
  await client.query("truncate taken");
  expect(await copyRows(client, "taken", columns, rows)).toBe(rows.length);
  return (await client.query("select * from taken order by n")).rows;
}

// PostgreSQL knows neither U+0000 nor half surrogate pairs; both are tested below.
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom("\\", "\t", "\n", "\r", ".", "N", '"', "{", "}", ",", "a", "'", "é", "🦜") }),
  fc.string({ unit: "grapheme" }).map((value) => value.replaceAll("\0", "0")),
  fc.constantFrom(...awkwardTexts.filter(({ length }) => length < 1000), "NULL", "null", ""),
);
const detail = fc.jsonValue({ stringUnit: "grapheme" }).map((value) => JSON.parse(JSON.stringify({ value })));

test("every value comes back as it was written", async () => {
  const row = fc.record({
    label: fc.option(text),
    tags: fc.option(fc.array(fc.option(text))),
    detail: fc.option(detail),
    bytes: fc.option(fc.uint8Array().map((bytes) => Buffer.from(bytes))),
    at: fc.option(fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (drafts) => {
      const rows = drafts.map((draft, n) => ({ n, ...draft }));
      expect(await writeAndRead(rows)).toEqual(rows);
    }),
    { numRuns: 150 },
  );
});

test("rows may come one by one, and more of them than one message holds", async () => {
  async function* rows() {
    for (let n = 0; n < 5000; n += 1) yield { n, label: "x".repeat(n % 100) };
  }
  await client.query("truncate taken");
  expect(await copyRows(client, "taken", { n: "value", label: "value" }, rows())).toBe(5000);
  const { rows: counted } = await client.query("select count(*) as rows, sum(length(label)) as letters from taken");
  expect(counted).toEqual([{ rows: 5000, letters: 247_500 }]);
});

test.each([
  ["U+0000", "a\0b"],
  ["half of a character", "a\ud83d"],
])("%s, which PostgreSQL cannot hold, is refused by name, and the connection goes on", async (_, label) => {
  const rows = [
    { n: 1, label: "good" },
    { n: 2, label },
  ];
  await client.query("truncate taken");
  await expect(copyRows(client, "taken", { n: "value", label: "value" }, rows)).rejects.toMatchObject({
    code: "row_invalid",
    message: expect.stringContaining("label"),
  });
  expect((await client.query("select count(*) as rows from taken")).rows).toEqual([{ rows: 0 }]);
});

test("a row that PostgreSQL refuses fails with its code, writes nothing, and the connection goes on", async () => {
  await client.query("truncate taken");
  const rows = [{ n: 1 }, { n: "not a number" }];
  await expect(copyRows(client, "taken", { n: "value" }, rows)).rejects.toMatchObject({ code: "22P02" });
  expect((await client.query("select count(*) as rows from taken")).rows).toEqual([{ rows: 0 }]);
});
