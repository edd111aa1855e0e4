import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { OpenDatabase } from "./open-database.ts";

let database: OpenDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

// After a new migration: npx vitest run src/platform/db/schema.test.ts --update
test("the table types are those of the migrations", async () => {
  const program = createRequire(import.meta.url).resolve("kysely-codegen/dist/cli/bin.js");
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    "--dialect=postgres",
    `--url=${database.url}`,
    // As value-parsers.ts has it.
    '--type-mapping={"int8":"number"}',
    "--exclude-pattern=*_migration*",
    "--log-level=silent",
    "--print",
  ]);
  expect(stdout).toContain("export interface DB {");
  await expect(stdout).toMatchFileSnapshot("./schema.ts");
});
