import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImportOutcomeView } from "@larkbridge/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runLarkbridge } from "../support/run-program.ts";
import { API_TOKEN, type ServerProcess } from "../support/server-process.ts";
import { exportUsers, runSync, type Stage, setStage } from "../support/stage.ts";

let stage: Stage;
let server: ServerProcess;
let folder: string;
beforeAll(async () => {
  stage = await setStage();
  server = await stage.start();
  folder = mkdtempSync(join(tmpdir(), "larkbridge-import-"));
}, 90_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stage.close();
});

const quote = (value: string | null) => (value === null ? "NULL" : `'${value.replace(/['\\]/g, "\\$&")}'`);
const COLUMNS = ["id", "deleted_at", "username", "nickname", "mail", "source", "source_user_id", "source_union_id"];

function writeDump(people: readonly (readonly (string | null)[])[]): string {
  const file = join(folder, "dump.sql");
  const rows = people.map((row, at) => `(${[`${at + 1}`, "NULL", ...row.map(quote)].join(",")})`);
  writeFileSync(
    file,
    `CREATE TABLE \`users\` (${COLUMNS.map((column) => `\`${column}\` text`).join(", ")});
INSERT INTO \`users\` VALUES ${rows.join(",")};
CREATE TABLE \`groups\` (\`id\` int, \`group_name\` text, \`remark\` text, \`group_type\` text, \`source\` text);
INSERT INTO \`groups\` VALUES (1,'vpn','May dial in','cn','platform');
CREATE TABLE \`group_users\` (\`group_id\` int, \`user_id\` int);
INSERT INTO \`group_users\` VALUES (1,1),(1,2);`,
  );
  return file;
}

async function run(...args: string[]) {
  const env = { LARKBRIDGE_URL: server.url, LARKBRIDGE_TOKEN: API_TOKEN };
  const { status, stdout, stderr } = await runLarkbridge(["import", "go-ldap-admin", ...args], { env });
  return { status, stdout, stderr };
}
type Told = ImportOutcomeView & { readonly applied: boolean };
const told = ({ stdout }: { readonly stdout: string }) => {
  const { people, groups } = JSON.parse(stdout) as Told;
  return [...people, ...groups].map(({ outcome }) => outcome);
};

test("people of a go-ldap-admin keep their usernames: the next sync finds them again and makes nobody a second account", async () => {
  const users = (await stage.truth()).users.filter(({ listed, in_range }) => listed && in_range);
  const [one, two] = users;
  if (one === undefined || two === undefined) throw new Error("the tenant is empty");
  const file = writeDump([
    ["an.awkward_name", "O'Brien \\ 李", null, "feishu", "feishu_u1", `feishu_${one.union_id}`],
    ["second", two.name, null, "feishu", "feishu_u2", `feishu_${two.union_id}`],
  ]);
  const preview = await run(file);
  expect(preview).toMatchObject({ status: 0, stdout: expect.stringContaining("2 created") });
  expect(preview.stdout).toContain("2 members added");
  expect(preview.stdout).toContain("Nothing was written");
  expect(await exportUsers(server)).toEqual([]);

  expect(told(await run(file, "--json"))).toEqual(["created", "created", "created"]);
  const applied = await run(file, "--apply", "--json");
  expect([applied.status, told(applied)]).toEqual([0, ["created", "created", "created"]]);
  expect(JSON.parse(applied.stdout)).toMatchObject({ applied: true, groups: [{ name: "vpn", added: 2, unknown: [] }] });
  const imported = await exportUsers(server);
  expect(imported.map(({ username, feishu }) => [username, feishu]).sort()).toEqual([
    ["an.awkward_name", null],
    ["second", null],
  ]);
  expect(told(await run(file, "--apply", "--json"))).toEqual(["unchanged", "unchanged", "unchanged"]);

  const synced = await runSync(server);
  expect(synced.status).toBe("succeeded");
  const people = await exportUsers(server);
  expect(people).toHaveLength(users.length);
  for (const before of imported) {
    const after = people.find(({ id }) => id === before.id);
    const person = before.username === "second" ? two : one;
    expect(after).toMatchObject({
      username: before.username,
      name: person.name,
      feishu: { union_id: person.union_id, open_id: person.open_id },
    });
  }
  expect(told(await run(file, "--apply", "--json"))).toEqual(["unchanged", "unchanged", "unchanged"]);
});

test("a conflict is told with its reason, and the rest is taken over", async () => {
  const file = writeDump([
    ["owner of nothing", "x", null, "feishu", "feishu_x", "feishu_on_nobody"],
    ["newcomer", "y", null, "feishu", "feishu_y", "feishu_on_newcomer"],
  ]);
  const applied = await run(file, "--apply");
  expect(applied.status).toBe(4);
  expect(applied.stdout).toContain("1 created, 0 linked, 0 unchanged, 1 refused");
  expect(applied.stdout).toContain("refused import_username_unusable: owner of nothing cannot be a username here.");
});

test("people of Feishu are not taken over before Feishu is set up", async () => {
  await stage.sql("update feishu_connection set removed_at = now()");
  const file = writeDump([["a", "a", null, "feishu", "feishu_a", "feishu_on_a"]]);
  expect(await run(file, "--apply")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("integration_not_configured"),
  });
});
