import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DumpMistake, readMysqlDump } from "./mysql-dump.ts";
import { readDatabase } from "./read-database.ts";
import { TABLES, type Tables } from "./tables.ts";
import { toRecords } from "./to-records.ts";

const USERS = `CREATE TABLE \`users\` (
  \`id\` bigint unsigned NOT NULL AUTO_INCREMENT,
  \`deleted_at\` datetime(3) DEFAULT NULL,
  \`username\` varchar(50) NOT NULL COMMENT '''用户名'', (; \`x\`)',
  \`password\` varchar(255) NOT NULL,
  \`nickname\` varchar(50) DEFAULT NULL,
  \`mail\` varchar(100) DEFAULT NULL,
  \`job_number\` varchar(20) DEFAULT NULL,
  \`mobile\` varchar(15) NOT NULL,
  \`position\` varchar(128) DEFAULT NULL,
  \`status\` tinyint(1) DEFAULT '1',
  \`source\` varchar(50) DEFAULT NULL,
  \`source_user_id\` varchar(100) NOT NULL,
  \`source_union_id\` varchar(100) NOT NULL,
  PRIMARY KEY (\`id\`),
  UNIQUE KEY \`username\` (\`username\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;`;
const DUMP = `-- MySQL dump 10.13  Distrib 8.0.36
--
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS \`roles\`;
CREATE TABLE \`roles\` (\`id\` bigint, \`name\` varchar(20));
INSERT INTO \`roles\` VALUES (1,'管理员;\\'--'),(2,'x');
${USERS}
LOCK TABLES \`users\` WRITE;
/*!40000 ALTER TABLE \`users\` DISABLE KEYS */;
INSERT INTO \`users\` VALUES (1,NULL,'admin','SECRET','管理员',NULL,'0000','18888888888','默认:打工人',1,'platform','platform_x','platform_x'),(2,NULL,'li.wei','SECRET','李 \\\\ "伟" \\'阿伟\\'','Li.Wei@example.com','E-1','13800000001','工程师, 高级',1,'feishu','feishu_7a','feishu_on_1'),
(3,'2024-01-02 03:04:05.000','old','SECRET','走','old@example.com','','13800000002','',1,'feishu','feishu_8','feishu_on_2'),(4,NULL,'obrien','SECRET','O''Brien; DROP TABLE x;','obrien@eryajf.net','0000','(none)','',1,'feishu','feishu_','feishu_'),(5,NULL,'left','SECRET','离职','','','1','',2,'feishu','feishu_9','feishu_on_9'),(6,NULL,'li.wei2','SECRET','李伟',NULL,'','13800000009','',1,'feishu','feishu_7a','feishu_on_1'),(7,NULL,'','SECRET','无名',NULL,'','13800000010','',1,'dingtalk','dingtalk_1','dingtalk_1'),(8,NULL,'emoji','SECRET',0xF09F90BC,NULL,'','+1 650-555-0100','',1,'dingtalk','dingtalk_2','dingtalk_2');
/*!40000 ALTER TABLE \`users\` ENABLE KEYS */;
UNLOCK TABLES;
CREATE TABLE \`groups\` (\`id\` bigint, \`deleted_at\` datetime(3), \`group_name\` varchar(128), \`remark\` varchar(128), \`group_type\` varchar(20), \`source\` varchar(20));
INSERT INTO \`groups\` (\`id\`, \`deleted_at\`, \`group_name\`, \`remark\`, \`group_type\`, \`source\`) VALUES (1,NULL,'root','Base','ou','openldap'),(2,NULL,'yanfabu','研发部','cn','feishu'),(3,NULL,'vpn','May dial in\\r\\n','cn','platform'),(4,'2024-01-01','gone','','cn','platform');
CREATE TABLE \`group_users\` (\`group_id\` bigint, \`user_id\` bigint, PRIMARY KEY (\`group_id\`,\`user_id\`));
INSERT INTO \`group_users\` VALUES (2,2),(3,2),(3,3),(3,4),(3,99),(4,2);
`;

const expected = {
  people: [
    expect.objectContaining({ username: "admin", email: null, employee_no: null, job_title: null, union_id: null }),
    {
      username: "li.wei",
      name: `李 \\ "伟" '阿伟'`,
      nickname: null,
      email: "Li.Wei@example.com",
      mobile: "+8613800000001",
      employee_no: "E-1",
      job_title: "工程师, 高级",
      union_id: "on_1",
      feishu_user_id: "7a",
    },
    expect.objectContaining({
      username: "obrien",
      name: "O'Brien; DROP TABLE x;",
      email: null,
      mobile: null,
      union_id: null,
    }),
    expect.objectContaining({ username: "emoji", name: "🐼", mobile: "+16505550100", union_id: null }),
  ],
  groups: [{ name: "vpn", description: "May dial in", members: ["li.wei", "obrien"] }],
  left: 1,
  departments: 1,
  unnamed: 1,
  twice: ["li.wei2"],
};

describe("a database of go-ldap-admin", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "larkbridge-import-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  test("as a dump gives people, links and groups, and no password", async () => {
    const records = toRecords(await readDatabase(write("dump.sql", DUMP)), "feishu");
    expect(records).toEqual(expected);
    expect(JSON.stringify(records)).not.toContain("SECRET");
  });

  test("as a SQLite file gives the same", async () => {
    const tables = readMysqlDump(DUMP, TABLES);
    const file = join(folder, "go-ldap-admin.db");
    const database = new DatabaseSync(file);
    for (const table of TABLES) {
      const rows = tables.get(table) ?? [];
      const columns = Object.keys(rows[0] ?? {});
      database.exec(`create table "${table}" (${columns.join(", ")})`);
      const insert = database.prepare(`insert into "${table}" values (${columns.map(() => "?").join(", ")})`);
      for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null));
    }
    database.close();
    expect(toRecords(await readDatabase(file), "feishu")).toEqual(expected);
  });

  test("with another flag of Feishu's has its ids behind that flag", () => {
    const tables = readMysqlDump(DUMP.replaceAll("feishu", "lark"), TABLES);
    expect(toRecords(tables, "lark").people[1]).toMatchObject({ union_id: "on_1" });
    expect(toRecords(tables, "feishu").people[1]).toMatchObject({ union_id: null });
  });

  test.each<[why: string, content: string | Uint8Array, code: string, told: string]>([
    [
      "cut off in a string",
      DUMP.slice(0, DUMP.indexOf("李 ") + 2),
      "import_dump_malformed",
      "line 26: a string that begins here",
    ],
    [
      "cut off between values",
      DUMP.slice(0, DUMP.indexOf(",'工程师")),
      "import_dump_malformed",
      "the file ends too early",
    ],
    ["with a row too short", DUMP.replace("(3,99)", "(3)"), "import_dump_malformed", "1 values for 2 columns"],
    [
      "without columns",
      DUMP.replace(/CREATE TABLE `group_users`.*\n/, ""),
      "import_dump_malformed",
      "the columns of group_users",
    ],
    ["without groups", DUMP.replaceAll("`groups`", "`bands`"), "import_file_unknown", "no table groups"],
    ["that is some text", "hello", "import_file_unknown", "no table users, groups, group_users"],
    ["that is empty", "", "import_file_unknown", "no table users"],
    ["in another encoding", Buffer.from([0xc0, 0xee]), "import_file_unknown", "not UTF-8"],
    ["that only begins like SQLite", "SQLite format 3\0 and no more", "import_file_unknown", "database"],
  ])("a file %s is refused with what is wrong", async (_, content, code, told) => {
    await expect(readDatabase(write("wrong", content))).rejects.toMatchObject({
      problem: { code, detail: expect.stringContaining(told) },
    });
  });

  test("a file that is not there is refused", async () => {
    await expect(readDatabase(join(folder, "none"))).rejects.toMatchObject({
      problem: { code: "import_file_unreadable", detail: expect.stringContaining("ENOENT") },
    });
  });
});

test("whatever a value holds comes back as it was written", () => {
  const quote = (value: string | null) =>
    value === null
      ? "NULL"
      : `'${value.replace(/[\\'"\0\n\r\x1a]/g, (one) => `\\${{ "\0": "0", "\n": "n", "\r": "r", "\x1a": "Z" }[one] ?? one}`)}'`;
  const value = fc.option(
    fc.string({
      unit: fc.constantFrom("'", '"', "\\", "`", ",", "(", ")", ";", "\n", "\0", "-", "/*", "张", "🐼", "a"),
    }),
    {
      nil: null,
    },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 5 }), (rows) => {
      const values = rows.map((row) => `(${row.map(quote).join(",")})`).join(",");
      const dump = `CREATE TABLE \`users\` (\`a\` text, \`b\` text);\nINSERT INTO \`users\` VALUES ${values};`;
      const read: Tables = readMysqlDump(dump, ["users"]);
      expect(read.get("users")).toEqual(rows.map(([a, b]) => ({ a, b })));
    }),
  );
});

test("any text at all is read or refused, and never runs on", () => {
  const piece = fc.constantFrom(
    "INSERT INTO ",
    "CREATE TABLE ",
    "`users`",
    "VALUES ",
    "(",
    ")",
    ",",
    ";",
    "'",
    "\\",
    "`",
    "/*",
    "*/",
    "-- ",
    "NULL",
    "0x",
    "x'0",
    "\n",
    "1",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        readMysqlDump(pieces.join(""), ["users"]);
      } catch (error) {
        expect(error).toBeInstanceOf(DumpMistake);
      }
    }),
    { numRuns: 500 },
  );
});
