import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awkwardTexts, insertAwkwardRows, readEverything } from "../../../../test/support/awkward-rows.ts";
import { openTestDatabase } from "../../../../test/support/database.ts";
import { startEmbeddedPostgres } from "../embedded/embedded-postgres.ts";
import { migrateDatabase } from "../migrate.ts";
import { type MigrationFile, readMigrationFiles } from "../migration-files.ts";
import { type OpenDatabase, openDatabase } from "../open-database.ts";
import { restoreDatabase } from "./restore.ts";
import { startBackup } from "./start-backup.ts";

let source: OpenDatabase;
let file: Buffer;
beforeAll(async () => {
  source = await openTestDatabase();
  await insertAwkwardRows(source);
  file = await takeBackup(source);
});
afterAll(() => source.close());

async function takeBackup(database: OpenDatabase): Promise<Buffer> {
  return await buffer(await startBackup(database.pool, { appVersion: "1.2.3" }));
}

function restore(
  target: OpenDatabase,
  content: Buffer,
  over: { replace?: boolean; migrations?: MigrationFile[] } = {},
) {
  return restoreDatabase({ url: target.url, file: Readable.from([content]), replace: false, ...over });
}

/** A database whose connections are closed, as before a restore, and can be opened again to look. */
async function withTarget(work: (target: OpenDatabase) => Promise<void>, options?: { migrated?: boolean }) {
  const target = await openTestDatabase(options);
  try {
    await work(target);
  } finally {
    await target.close();
  }
}

/** Looks into a database and disconnects: a restore refuses one that somebody is connected to. */
async function look<Value>(url: string, read: (database: OpenDatabase) => Promise<Value>): Promise<Value> {
  const database = openDatabase({ url, onIdleError: () => undefined });
  try {
    return await read(database);
  } finally {
    await database.close();
  }
}

describe("a round trip", () => {
  test.each([
    ["a migrated database", true],
    ["an empty database", false],
  ])("into %s brings back every row as it was", async (_, migrated) => {
    await withTarget(
      async (target) => {
        const restored = await restore(target, file);
        const everything = await readEverything(source);
        expect(await look(target.url, readEverything)).toEqual(everything);
        expect(everything["directory_user"]).toHaveLength(awkwardTexts.length);
        expect(restored).toMatchObject({
          tables: Object.keys(everything).length,
          rows: Object.values(everything).flat().length,
          appVersion: "1.2.3",
          keyId: null,
        });
      },
      { migrated },
    );
  });

  test("numbers go on where they were, so that no deleted record's number is given again", async () => {
    await withTarget(async (target) => {
      await restore(target, file);
      const insert = "insert into audit_record (actor, action, object_kind) values ('{}', 'a', 'k') returning id";
      const { rows } = await look(target.url, ({ pool }) => pool.query(insert));
      expect(rows).toEqual([{ id: awkwardTexts.length + 1 }]);
    });
  });

  test("leaves the schema as the migrations make it", async () => {
    const constraints = (database: OpenDatabase) =>
      database.pool.query(
        `select conrelid::regclass::text as on, conname, pg_get_constraintdef(oid) as def, convalidated
         from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`,
      );
    await withTarget(async (target) => {
      const before = await look(target.url, constraints);
      await restore(target, file);
      expect((await look(target.url, constraints)).rows).toEqual(before.rows);
      expect(await migrateDatabase({ url: target.url })).toEqual([]);
    });
  });

  test("a backup of an older version is brought to the present", async () => {
    const later: MigrationFile = {
      name: "9999-later",
      breaking: false,
      sql: "alter table directory_user add column later text not null default 'added'",
      sha256: "later",
    };
    await withTarget(async (target) => {
      await restore(target, file, { migrations: [...(await readMigrationFiles()), later] });
      const { rows } = await look(target.url, ({ pool }) => pool.query("select distinct later from directory_user"));
      expect(rows).toEqual([{ later: "added" }]);
    });
  });

  test("sees one moment, whatever is written meanwhile", async () => {
    await withTarget(async (target) => {
      const before = await readEverything(target);
      const backup = await startBackup(target.pool, { appVersion: "1" });
      await insertAwkwardRows(target);
      const content = await buffer(backup);
      await withTarget(async (other) => {
        await restore(other, content);
        expect(await look(other.url, readEverything)).toEqual(before);
      });
    });
  });

  const debian = "/usr/lib/postgresql/15/bin";
  test.skipIf(!existsSync(debian) && process.env["CI"] === undefined)(
    "between this PostgreSQL and another major version, both ways (needs Debian's PostgreSQL 15)",
    async () => {
      const { rows } = await source.pool.query("select current_setting('server_version_num')::int / 10000 as major");
      const directory = await mkdtemp("/tmp/larkbridge-moves-");
      const other = await startEmbeddedPostgres({
        dataDir: join(directory, "postgres"),
        binDir: rows[0].major === 15 ? undefined : debian,
        durable: false,
        log: () => undefined,
      });
      try {
        expect(other.major).not.toBe(rows[0].major);
        await restoreDatabase({ url: other.url, file: Readable.from([file]), replace: false });
        const everything = await readEverything(source);
        expect(await look(other.url, readEverything)).toEqual(everything);
        const back = await look(other.url, takeBackup);
        await withTarget(async (target) => {
          await restore(target, back);
          expect(await look(target.url, readEverything)).toEqual(everything);
        });
      } finally {
        await other.stop();
        await rm(directory, { recursive: true });
      }
    },
  );
});

describe("what a restore refuses", () => {
  test("a database with data in it, unless told to replace it", async () => {
    await withTarget(async (target) => {
      await look(target.url, ({ pool }) =>
        pool.query("insert into department (id, name, origin) values (gen_random_uuid(), 'local', 'built_in')"),
      );
      await expect(restore(target, file)).rejects.toMatchObject({ code: "database_not_empty" });
      expect((await look(target.url, readEverything))["department"]).toHaveLength(1);
      await restore(target, file, { replace: true });
      expect(await look(target.url, readEverything)).toEqual(await readEverything(source));
    });
  });

  test("another program's database, even when told to replace", async () => {
    await withTarget(
      async (target) => {
        await look(target.url, ({ pool }) => pool.query("create table theirs (id int)"));
        await expect(restore(target, file, { replace: true })).rejects.toMatchObject({ code: "database_not_empty" });
        expect(Object.keys(await look(target.url, readEverything))).toEqual(["theirs"]);
      },
      { migrated: false },
    );
  });

  test("a database that a running Larkbridge is connected to", async () => {
    await withTarget(async (target) => {
      await target.pool.query("select 1");
      await expect(restore(target, file)).rejects.toMatchObject({ code: "database_in_use" });
    });
  });

  let untouched: OpenDatabase;
  let before: Record<string, string[]>;
  beforeAll(async () => {
    untouched = await openTestDatabase();
    before = await look(untouched.url, readEverything);
  });
  afterAll(() => untouched.close());

  const text = () => gunzipSync(file).toString("utf8");
  const edited = (from: string | RegExp, to: string) => {
    expect(text()).toMatch(from);
    return gzipSync(text().replace(from, to));
  };
  test.each<[string, string, () => Buffer]>([
    ["nothing at all", "backup_truncated", () => Buffer.alloc(0)],
    ["another kind of file", "backup_foreign", () => Buffer.from("PK\u0003\u0004 this is not gzip")],
    ["another program's gzip", "backup_foreign", () => gzipSync("id,name\n1,a\n")],
    ["a newer form", "backup_newer", () => edited("larkbridge-backup 1\n", "larkbridge-backup 2\n")],
    ["a newer schema", "backup_newer", () => edited('"migrations":[', '"migrations":["9999-from-the-future",')],
    ["a file cut off in its first lines", "backup_truncated", () => file.subarray(0, 60)],
    ["a file cut off in the middle", "backup_truncated", () => file.subarray(0, file.length >> 1)],
    ["a file without its last byte", "backup_truncated", () => file.subarray(0, -1)],
    ["a file without its last line", "backup_truncated", () => edited(/\{"end".*\n$/, "")],
    ["a changed byte of the packed file", "backup_corrupt", () => flip(file, file.length >> 1)],
    ["a changed value", "backup_corrupt", () => edited("user1\tplain", "user1\tplane")],
    ["a changed position", "backup_corrupt", () => edited('"last_value":10', '"last_value":11')],
    ["a row left out", "backup_corrupt", () => edited(/\n[^\n]*\tuser1\tplain[^\n]*/, "")],
    ["a value of the wrong kind", "backup_corrupt", () => edited(/[0-9a-f-]{36}\tuser1\t/, "no-uuid\tuser1\t")],
    ["a column we do not have", "backup_corrupt", () => edited('"sort_order"', '"unknown"')],
    ["something after its end", "backup_corrupt", () => Buffer.concat([file, gzipSync("more\n")])],
  ])("%s: %s", async (_, code, content) => {
    await expect(restore(untouched, content(), { replace: true })).rejects.toMatchObject({ code });
    expect(await look(untouched.url, readEverything)).toEqual(before);
  });
});

function flip(content: Buffer, at: number): Buffer {
  const changed = Buffer.from(content);
  changed.writeUInt8(content.readUInt8(at) ^ 0xff, at);
  return changed;
}

test("a backup whose reader goes away gives its connection back", async () => {
  const backup = await startBackup(source.pool, { appVersion: "1" });
  backup.destroy();
  await new Promise((resolve) => backup.on("close", resolve));
  expect((await takeBackup(source)).length).toBeGreaterThan(1000);
  expect(source.pool.idleCount).toBe(source.pool.totalCount);
});
